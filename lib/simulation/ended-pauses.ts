import type { Scenario } from '../rehearsal/scenario';

/** Of the scenarios with a pause, one in this many has it for ever. */
const ENDLESS_ONE_IN = 100;
/** When a pause ends: after nearly all of a cutover without one, and once more for one that begins later. */
const ENDS_AT_SECONDS = [4_000, 20_000] as const;

/**
 * Ends the pauses of a scenario. A cutover that stays paused runs until it reaches a limit of Step Functions,
 * for up to 31 days. That takes as long as a hundred other cases, and shows the same each time, so that few
 * are drawn.
 */
export function endPauses(scenario: Scenario): Scenario {
  const isPaused = scenario.faults.some((fault) => fault.kind === 'operator' && fault.says === 'pause');
  if (!isPaused || scenario.seed % ENDLESS_ONE_IN === 0) {
    return scenario;
  }
  const resume = {
    kind: 'operator',
    says: 'resume',
    reason: 'the pause has an end',
    by: 'operator',
  } as const;
  return { ...scenario, faults: [...scenario.faults, ...ENDS_AT_SECONDS.map((at) => ({ ...resume, at }))] };
}
