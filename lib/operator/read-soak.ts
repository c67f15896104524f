import * as v from 'valibot';
import type { SoakState } from '../../lambdas/core/health/soak-state';
import type { Verdict } from '../../lambdas/core/health/verdict';
import type { StateEvent } from './source';

const time = v.pipe(
  v.string(),
  v.check((text) => !Number.isNaN(Date.parse(text))),
);
const soakState = v.looseObject({
  phase: v.picklist(['soak', 'hold']),
  stage: v.pipe(v.number(), v.integer(), v.minValue(0)),
  startedAt: time,
  effectiveAt: time,
  since: time,
  iterations: v.number(),
  paused: v.boolean(),
  awaitingSince: v.nullable(time),
});
const evaluation = v.looseObject({
  verdict: v.picklist(['pass', 'fail', 'inconclusive', 'error']),
  reason: v.string(),
  soakState,
});
const waiting = v.looseObject({ waitSeconds: v.number() });
const started = v.looseObject({ soakState });

/** The soak, or the hold, of a running cutover, as its latest events show it. */
export interface SoakReading {
  readonly soakState: SoakState;
  /** The last evaluation of this soak; null before the first. */
  readonly evaluation: { readonly verdict: Verdict; readonly reason: string } | null;
  /** Epoch milliseconds; null while one is under way. */
  readonly nextEvaluationAt: number | null;
}

/**
 * Reads the soak from the latest events.
 * @param events the newest first
 * @returns null where they have none
 */
export function readSoak(events: readonly StateEvent[]): SoakReading | null {
  const results = events.filter(({ kind, result }) => kind === 'left' && result !== undefined);
  const first = results.find(({ result }) => v.is(started, result));
  if (first === undefined) {
    return null;
  }
  const last = results.find(({ state }) => state === 'EvaluateHealth' || state === 'CheckPropagation');
  const parsed = v.safeParse(evaluation, last?.result);
  const [newest] = events;
  // A Task of probes returns what is left of the wait.
  const wait = results.find(({ result }) => v.is(waiting, result))?.result as v.InferOutput<typeof waiting>;
  const isWaiting = newest?.kind === 'entered' && newest.state === 'Soak' && wait !== undefined;
  const { soakState: state } = first.result as { readonly soakState: SoakState };
  return {
    soakState: state,
    evaluation: parsed.success ? { verdict: parsed.output.verdict, reason: parsed.output.reason } : null,
    nextEvaluationAt: isWaiting ? newest.at + 1_000 * wait.waitSeconds : null,
  };
}
