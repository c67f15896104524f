import * as v from 'valibot';
import { listOf, oneOf, seconds, textLike } from '../validation/fields';

/** The name of a gate, as a deployment gives it to a function. */
export const gateName = textLike(
  /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
  'must be the name of a gate of the deployment: 1 to 64 letters, digits, "-" and "_"',
);

const gateSchema = v.strictObject({
  name: gateName,
  /** `before-traffic`: before the first shift. `each-stage`: once in each soak. `soak`: again and again. */
  at: oneOf('before-traffic', 'each-stage', 'soak'),
  /** Only for `soak`. Default: 60. */
  everySeconds: v.optional(seconds(10, 'between two questions to a gate of a soak', 86_400)),
  /** Only for `soak`. Default: 600, or `everySeconds` if that is longer. */
  holdEverySeconds: v.optional(seconds(10, 'between two questions to a gate of a soak in the hold', 86_400)),
  /** Default: 60 for `soak`, and 900 for the others. */
  timeoutSeconds: v.optional(
    seconds(1, 'for which a gate may answer "running"; after that, it is an error', 86_400),
  ),
});

/** `gates` of a plan: functions of the team that must say `pass`. */
export const gatesSchema = listOf(gateSchema, 1, 10, 'gates');

/** A gate of a plan. */
export type Gate = v.InferOutput<typeof gateSchema>;

/** What of a plan is about gates. */
export interface WithGates {
  readonly gates?: readonly Gate[] | undefined;
}

/** The longest time for which one answer is waited for, in seconds. A function lives for at most 900 s. */
export const ANSWER_LIMIT_SECONDS = 600;

/** For the gates of a soak. */
const EVERY_SECONDS = 60;
const HOLD_SECONDS = 600;
const TIMEOUT_SECONDS = { 'before-traffic': 900, 'each-stage': 900, soak: 60 } as const;

/** The gate as its state and its messages name it: a plan may ask the same function at several times. */
export function gateKey({ name, at }: Pick<Gate, 'name' | 'at'>): string {
  return `${name} (${at})`;
}

/** The gates that are asked before any traffic moves. */
export function firstGates({ gates = [] }: WithGates): readonly Gate[] {
  return gates.filter(({ at }) => at === 'before-traffic');
}

/** The gates that are asked in a phase. One for each stage has passed before the hold begins. */
export function gatesOfPhase({ gates = [] }: WithGates, phase: 'soak' | 'hold'): readonly Gate[] {
  return gates.filter(({ at }) => at === 'soak' || (at === 'each-stage' && phase === 'soak'));
}

/** Whether the state machine asks gates: before any traffic moves, in soaks, and in the hold. */
export interface Gated {
  readonly beforeTraffic: boolean;
  readonly soak: boolean;
  readonly hold: boolean;
}

/** When the gates of a plan are asked. A plan without gates takes no state of theirs. */
export function gatedOf(plan: WithGates): Gated {
  return {
    beforeTraffic: firstGates(plan).length > 0,
    soak: gatesOfPhase(plan, 'soak').length > 0,
    hold: gatesOfPhase(plan, 'hold').length > 0,
  };
}

/** Seconds between two questions to a gate of a soak. */
export function gateInterval(
  { everySeconds = EVERY_SECONDS, holdEverySeconds }: Gate,
  phase: 'soak' | 'hold',
): number {
  return phase === 'hold' ? (holdEverySeconds ?? Math.max(HOLD_SECONDS, everySeconds)) : everySeconds;
}

/** The shortest of those intervals; without a gate of a soak, no limit. */
export function shortestInterval(plan: WithGates, phase: 'soak' | 'hold'): number {
  const repeated = gatesOfPhase(plan, phase).filter(({ at }) => at === 'soak');
  return Math.min(Number.POSITIVE_INFINITY, ...repeated.map((gate) => gateInterval(gate, phase)));
}

/** Seconds for which a gate may answer `running`. */
export function gateTimeout({ at, timeoutSeconds = TIMEOUT_SECONDS[at] }: Gate): number {
  return timeoutSeconds;
}

/** Seconds for which one answer of a gate is waited for. */
export function answerSeconds(gate: Gate): number {
  return Math.min(gateTimeout(gate), ANSWER_LIMIT_SECONDS);
}
