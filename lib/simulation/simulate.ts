import type { RouterKind } from '../../lambdas/core/routers/router-schema';
import { rehearse } from '../rehearsal/rehearse';
import type { RehearsalResult } from '../rehearsal/result';
import type { Tamper } from '../rehearsal/world/world-functions';
import { type Case, cases, SIMULATED_HOSTS } from './cases';
import type { Coverage } from './coverage/coverage';
import { type FirstViolation, firstViolation, type RunsOfCases } from './draws/first-violation';
import { InvariantChecker } from './invariant-checker';
import type { Violation } from './invariants';
import { RepeatWatch } from './oracle/repeat-watch';
import { inputOf, tightestPolicy } from './takeover';
import { Violations } from './violations';

/** The smallest case that violates an invariant, and how to run it again. */
export interface Counterexample extends FirstViolation<Case> {
  readonly violations: readonly Violation[];
}

/** What a rehearsal of a case gave. */
export interface CheckedCase {
  /** What was violated; empty when all invariants held. */
  readonly violations: readonly Violation[];
  readonly outcome: RehearsalResult['outcome'];
  /**
   * Changes of someone else that were overwritten because the router has no compare-and-swap. They are no
   * violations (docs/decisions/0041-a-load-balancer-has-no-conditional-write.md).
   */
  readonly windows: number;
}

/** What to simulate. */
export interface SimulationInput extends RunsOfCases {
  /** Draws only cases with this kind of router. @default all kinds */
  readonly router?: RouterKind;
  /** A planted bug; see `mutants/registry.ts`. */
  readonly tamper?: Tamper;
  /** Counts what the runs are about. */
  readonly coverage?: Coverage;
  /** Called after every run, and after each of those that find a smaller case. */
  readonly progress?: (drawn: Case, checked: CheckedCase) => void;
}

/** Rehearses a case and checks the invariants. */
export async function checkCase(
  { plan, scenario }: Case,
  tamper?: Tamper,
  coverage?: Coverage,
): Promise<CheckedCase> {
  const violations = new Violations();
  const repeats = new RepeatWatch(violations);
  let checker: InvariantChecker | undefined;
  const input = {
    ...{ plan, scenario, scenarioName: 'simulated' },
    ...{ executionInput: inputOf({ plan, scenario }), policy: tightestPolicy({ plan, scenario }) },
    allowedHosts: SIMULATED_HOSTS,
    ...(tamper === undefined ? {} : { tamper }),
  };
  const { result } = await rehearse(input, {
    world: (world) => {
      repeats.world = world;
      checker = new InvariantChecker(world, plan, violations);
    },
    step: repeats.step,
    entry: (entry) => {
      checker?.entry(entry);
      if (entry.kind === 'operator') {
        coverage?.command(entry.action);
      }
    },
    trace: (machine, event, execution) => {
      checker?.trace(machine, event, execution);
      coverage?.trace(machine, event, execution);
    },
  });
  await checker?.finish(result);
  coverage?.ran({ plan, scenario }, result.outcome);
  return { violations: violations.found, outcome: result.outcome, windows: checker?.windows ?? 0 };
}

/** Runs random cases until one violates an invariant. @returns null when none did */
export async function simulate(input: SimulationInput): Promise<Counterexample | null> {
  const { router } = input;
  const drawnFrom = router === undefined ? cases : cases.filter(({ plan }) => plan.router.kind === router);
  const holds = async (drawn: Case) => {
    const checked = await checkCase(drawn, input.tamper, input.coverage);
    input.progress?.(drawn, checked);
    return checked.violations.length === 0;
  };
  const first = await firstViolation(drawnFrom, holds, input);
  return first && { ...first, violations: (await checkCase(first.found, input.tamper)).violations };
}
