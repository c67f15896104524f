import type { Plan } from '../../../../lambdas/core/plan/plan';
import type { Policy } from '../../../../lambdas/core/policy/policy';
import { expectedOutcome } from '../../../rehearsal/expectation';
import { type Observer, type Rehearsal, rehearse } from '../../../rehearsal/rehearse';
import type { Scenario } from '../../../rehearsal/scenario';
import type { Outcome } from '../../../rehearsal/timeline/timeline-event';

/** What is rehearsed, whatever the scenario. */
export interface RehearsalOrder {
  readonly plan: Plan;
  readonly policy: Policy | undefined;
  readonly allowedHosts: readonly string[] | undefined;
}

/** A scenario, and its name in results. */
export interface NamedScenario {
  readonly name: string;
  readonly scenario: Scenario;
}

/** A rehearsal of a scenario, and the end that the scenario expects: null where it expects none. */
export interface RehearsedScenario extends NamedScenario {
  readonly rehearsal: Rehearsal;
  readonly expected: Outcome | null;
}

/** Rehearses one scenario. */
export async function runScenario(
  { plan, policy, allowedHosts }: RehearsalOrder,
  { name, scenario }: NamedScenario,
  observer: Observer = {},
): Promise<RehearsedScenario> {
  const input = {
    ...{ plan, scenario, scenarioName: name },
    ...(allowedHosts === undefined ? {} : { allowedHosts }),
    ...(policy === undefined ? {} : { policy }),
  };
  const rehearsal = await rehearse(input, observer);
  return { name, scenario, rehearsal, expected: expectedOutcome(scenario, plan, rehearsal.result.timeline) };
}

/** Whether a rehearsal ended as its scenario expects. Where it expects nothing, it did not. */
export function isAsExpected({ rehearsal, expected }: RehearsedScenario): boolean {
  return rehearsal.result.outcome === expected;
}
