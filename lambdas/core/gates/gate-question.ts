import { type Direction, gainingPath } from '../plan/direction';
import type { Plan } from '../plan/plan';
import { stageOf } from '../plan/stage-of';
import { publicName } from '../routers/route';
import { answerSeconds, type Gate } from './gate';

/** When in a cutover a gate is asked. */
export type GatePhase = 'before-traffic' | 'soak' | 'hold';

/** The event that the function of a gate gets. `docs/guide/gates.md` describes it for those who write one. */
export interface GateQuestion {
  readonly version: 1;
  /**
   * The same for the same question: also where it is asked again because the gate was running, or because no
   * answer came. Another one after each other answer.
   */
  readonly id: string;
  /** The name of the gate. */
  readonly gate: string;
  readonly at: Gate['at'];
  readonly phase: GatePhase;
  /** ARN of the execution. */
  readonly execution: string;
  /** Name of the plan. */
  readonly plan: string;
  /** The ledger's key of the route, such as `route53/ZONE/api.example.com`. */
  readonly route: string;
  readonly direction: Direction;
  /** Index of the stage, from 0; null before any traffic moves. */
  readonly stage: number | null;
  /** Share of traffic on the new path, of the stage; null before any traffic moves. */
  readonly percent: number | null;
  /** The name whose traffic moves; null for a router without one. */
  readonly productionName: string | null;
  /** Host names of the two paths, as far as the plan says them. */
  readonly hosts: { readonly old: string | null; readonly new: string | null };
  /** The path that gains traffic, which the gate is to judge. */
  readonly baseUrl: string;
  /** Address or host to connect to in place of the host of `baseUrl`; null: that host. */
  readonly connectTo: string | null;
  /** Patterns of the hosts that the deployment allows this gate to ask; null: it names none. */
  readonly allowedHosts: readonly string[] | null;
  /** The answer is waited for so many seconds. A suite that takes longer answers `running`. */
  readonly answerWithinSeconds: number;
}

/** What a question is about, beside the plan. */
export interface AskedGate {
  readonly gate: Gate;
  readonly phase: GatePhase;
  readonly execution: string;
  readonly route: string;
  /** Null before any traffic moves. */
  readonly stage: number | null;
  /** Number of the question to this gate in this stage, from 1. */
  readonly attempt: number;
  readonly allowedHosts: readonly string[] | null;
}

/** The event for the function of a gate. */
export function questionOf(plan: Plan, asked: AskedGate): GateQuestion {
  const { gate, phase, execution, route, stage, attempt, allowedHosts } = asked;
  const { smokeTest, direction, router } = plan;
  const gaining = hostOfUrl(smokeTest.baseUrl);
  const giving = smokeTest.compare?.baseUrl === undefined ? null : hostOfUrl(smokeTest.compare.baseUrl);
  return {
    version: 1,
    id: [execution, gate.at, gate.name, stage ?? 'before', attempt].join('/'),
    ...{ gate: gate.name, at: gate.at, phase, execution, plan: plan.name, route, direction, stage },
    percent: stage === null ? null : stageOf(plan, stage).percent,
    productionName: publicName(router),
    hosts: gainingPath(plan) === 'new' ? { old: giving, new: gaining } : { old: gaining, new: giving },
    baseUrl: smokeTest.baseUrl,
    connectTo: smokeTest.connectTo ?? null,
    allowedHosts,
    answerWithinSeconds: answerSeconds(gate),
  };
}

function hostOfUrl(url: string): string {
  return new URL(url).hostname;
}
