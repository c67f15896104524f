import type { TrafficRouter } from '../../../lambdas/ports';
import type { Caller } from '../aws/calls';

/** A route after a change of it. */
export interface SplitState {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly by: 'cutover' | 'another' | 'start';
  readonly percent: number;
  /** All of the route as text: two states that are alike read alike. */
  readonly all: string;
  /** The same without what a shift may change. */
  readonly rest: string;
  /** Why it cannot carry a percent: weights that sum to zero, a side that is missing. Null when it can. */
  readonly broken: string | null;
}

/** What somebody else changes of a route: its weights, or something beside them. */
export interface ForeignChange {
  readonly weights?: { readonly old: number; readonly new: number } | undefined;
  readonly ttlSeconds?: number | undefined;
}

/** For how long clients may keep an answer from a change on. */
export interface AnswerHold {
  /** Epoch milliseconds; 0 for how it is at the start. */
  readonly at: number;
  readonly insyncAt: number;
  readonly seconds: number;
}

/** What splits the traffic in a rehearsal: the plan's one route, its control plane and its servers. One class for each kind of router. */
export interface Split {
  /** Every state of the route, and who made it. */
  readonly history: readonly SplitState[];
  /** The port of the steps over this route. Each call goes through the network of the world. */
  router(calls: Caller): TrafficRouter;
  /** Percent on the new path as the control plane holds it. */
  percent(): number;
  /** Told with the percent after every change of the route. */
  onChange(listener: (percent: number) => void): void;
  /** When the change that was made at `at` is answered by every server (epoch milliseconds). */
  insyncAfter(at: number): number;
  /** When the last change is answered by every server (epoch milliseconds); 0 without any. */
  lastInsyncAt(): number;
  /** When the share that is answered was last changed (epoch milliseconds); 0 when it never was. */
  lastShareChangeAt(): number;
  /** For how long an answer may be kept: how it is at the start, and each change of that in the order of their times. */
  answerHolds(): readonly AnswerHold[];
  /** Share on the new path that is answered at `at`. `luck`, 0 to 1, is how late the server that is asked learns of a change. */
  answeredShare(at: number, serverDelay: number): number;
  /** From now on changes do not take effect. */
  holdPending(): { end(): void };
  foreignChange(change: ForeignChange): void;
  /** Somebody takes one path off the route. */
  foreignDelete(path: 'old' | 'new'): void;
}
