import fc from 'fast-check';
import { rehearse } from '../rehearsal/rehearse';
import type { Tamper } from '../rehearsal/world/world-functions';
import { type Case, cases, SIMULATED_HOSTS } from './cases';
import type { Coverage } from './coverage';
import { InvariantChecker } from './invariant-checker';
import type { Violation } from './invariants';
import { RepeatWatch } from './oracle/repeat-watch';
import { inputOf, tightestPolicy } from './takeover';
import { Violations } from './violations';

/** The smallest case that violates an invariant, and how to run it again. */
export interface Counterexample {
  readonly found: Case;
  readonly violations: readonly Violation[];
  /** Runs until it was found. */
  readonly runs: number;
  /** `path` of a simulation that runs this case alone. */
  readonly path: string;
}

/** What to simulate. */
export interface SimulationInput {
  readonly runs: number;
  readonly seed: number;
  /** Runs one counterexample alone. */
  readonly path?: string;
  /** A planted bug; see `mutants.ts`. */
  readonly tamper?: Tamper;
  /**
   * Whether the case is reduced to the smallest that violates an invariant, which takes longer; default true.
   */
  readonly shrink?: boolean;
  /** Counts what the runs are about. */
  readonly coverage?: Coverage;
  /** Called after every run. */
  readonly progress?: (done: number, outcome: string) => void;
}

/** Rehearses a case and checks the invariants. @returns what was violated; empty when all invariants held */
export async function checkCase(
  { plan, scenario }: Case,
  tamper?: Tamper,
  coverage?: Coverage,
): Promise<{ readonly violations: readonly Violation[]; readonly outcome: string }> {
  const violations = new Violations();
  const repeats = new RepeatWatch(violations);
  let checker: InvariantChecker | undefined;
  const input = {
    ...{ plan, scenario, scenarioName: 'simulated' },
    ...{ executionInput: inputOf({ plan, scenario }), policy: tightestPolicy(plan) },
    allowedHosts: SIMULATED_HOSTS,
    tamper: repeats.watching(tamper),
  };
  const { result } = await rehearse(input, {
    world: (world) => {
      repeats.world = world;
      checker = new InvariantChecker(world, plan, violations);
    },
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
  return { violations: violations.found, outcome: result.outcome };
}

/** Runs random cases until one violates an invariant. @returns null when none did */
export async function simulate(input: SimulationInput): Promise<Counterexample | null> {
  let done = 0;
  const property = fc.asyncProperty(cases, async (drawn) => {
    const { violations, outcome } = await checkCase(drawn, input.tamper, input.coverage);
    done += 1;
    input.progress?.(done, outcome);
    return violations.length === 0;
  });
  const details = await fc.check(property, {
    numRuns: input.runs,
    seed: input.seed,
    endOnFailure: input.shrink === false,
    ...(input.path === undefined ? {} : { path: input.path }),
  });
  if (!details.failed) {
    return null;
  }
  if (details.counterexample === null) {
    throw details.errorInstance ?? new Error('the simulation could not run');
  }
  const [found] = details.counterexample;
  const { violations } = await checkCase(found, input.tamper);
  return { found, violations, runs: details.numRuns, path: details.counterexamplePath ?? '' };
}
