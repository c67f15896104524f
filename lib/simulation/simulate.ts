import fc from 'fast-check';
import { rehearse } from '../rehearsal/rehearse';
import type { WorldOptions } from '../rehearsal/world/world';
import { type Case, cases } from './cases';
import { InvariantChecker } from './invariant-checker';

/** The smallest case that breaks a property, and how to see it again. */
export interface Counterexample {
  readonly found: Case;
  readonly violations: readonly string[];
  /** Runs until it was found. */
  readonly runs: number;
  /** What `replay` takes. */
  readonly path: string;
}

/** What to simulate. */
export interface SimulationInput {
  readonly runs: number;
  readonly seed: number;
  /** Of a counterexample: runs that one alone. */
  readonly path?: string;
  /** A planted bug; see `mutants.ts`. */
  readonly tamper?: WorldOptions['tamper'];
  /** Whether the case is made as small as it gets. Takes longer. */
  readonly shrink?: boolean;
  /** Told after every run. */
  readonly progress?: (done: number, outcome: string) => void;
}

/** Rehearses a case under watch. @returns what was violated, the worst first; empty when all properties held */
export async function watch(
  { plan, scenario }: Case,
  tamper?: WorldOptions['tamper'],
): Promise<{ readonly violations: readonly string[]; readonly outcome: string }> {
  let watchdog: InvariantChecker | undefined;
  const input = { plan, scenario, scenarioName: 'simulated', ...(tamper === undefined ? {} : { tamper }) };
  const { result } = await rehearse(input, {
    world: (world) => {
      watchdog = new InvariantChecker(world, plan);
    },
    trace: (machine, event) => watchdog?.trace(machine, event),
  });
  await watchdog?.finish(result);
  return { violations: watchdog?.violations ?? [], outcome: result.outcome };
}

/** Runs random cases until one breaks a property. @returns null when none did */
export async function simulate(input: SimulationInput): Promise<Counterexample | null> {
  let done = 0;
  const property = fc.asyncProperty(cases, async (drawn) => {
    const { violations, outcome } = await watch(drawn, input.tamper);
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
  const { violations } = await watch(found, input.tamper);
  return { found, violations, runs: details.numRuns, path: details.counterexamplePath ?? '' };
}
