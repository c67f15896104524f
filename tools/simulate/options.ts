import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { RouterKind } from '../../lambdas/core/routers/router-schema';
import { simulatedRouters } from '../../lib/rehearsal/routers/registry';
import { hookInvariants } from '../../lib/simulation/hooks/hook-invariants';
import { type HookMutantName, hookMutants } from '../../lib/simulation/hooks/hook-mutants';
import { invariants } from '../../lib/simulation/invariants';
import { type MutantName, mutants } from '../../lib/simulation/mutants/registry';
import type { Shard } from './batches';
import { type CaseKind, isHookMutant } from './messages';

/** What the command line asks for. */
export interface Options {
  readonly runs: number;
  readonly seed: number;
  readonly shard: Shard;
  /** Files of saved cases, which are run instead of random ones. */
  readonly case?: readonly string[];
  readonly state?: string;
  readonly save: string;
  readonly stopAfter: number;
  readonly slowest: number;
  readonly router?: RouterKind;
  readonly mutant?: MutantName | HookMutantName;
  /** The cases that are run; absent: a hook for each cutover. */
  readonly only?: CaseKind;
  readonly workers: number;
  readonly shrink: boolean;
  /** Whether the coverage is printed, and must be complete. */
  readonly coverage: boolean;
}

/** Reads the command line. */
export function readOptions(): Options {
  const checked = invariants.filter(({ simulation }) => simulation !== null).length;
  const options = new Command('simulate')
    .description(
      `rehearses random plans in random worlds with random faults, and checks ${checked} of the ` +
        `${invariants.length} invariants of cutovers after every event; and as many random deployments, ` +
        `with the ${hookInvariants.length} invariants of their hook (docs/invariants.md)`,
    )
    .option('--runs <n>', 'cases to run', wholeFrom(1), 500)
    .option('--seed <s>', 'seed of the first case', wholeFrom(0), 1)
    .option('--state <file>', 'keeps in a file what was run, and goes on there with the same command')
    .option('--shard <i/n>', 'runs the i-th of n parts of the cases, to run each on another machine', shard, {
      index: 1,
      count: 1,
    })
    .option('--workers <n>', 'parallel processes', wholeFrom(1), Math.min(4, availableParallelism()))
    .option('--stop-after <n>', 'ends after so many violations', wholeFrom(1), 1)
    .option('--case <files...>', 'runs saved cases again, each with the planted bug that it was saved with')
    .option('--save <folder>', 'where cases that violate an invariant are saved', '.simulated')
    .option('--slowest <n>', 'also saves the cases that took the most processor time', wholeFrom(0), 0)
    .addOption(
      new Option('--router <kind>', 'draws only cutovers, with this router').choices(
        Object.keys(simulatedRouters),
      ),
    )
    .addOption(
      new Option('--mutant <name>', 'add a bug, which the simulation must find').choices(
        Object.keys({ ...mutants, ...hookMutants }),
      ),
    )
    .addOption(new Option('--only <cases>', 'runs only these cases').choices(['cutovers', 'hooks']))
    .option(
      '--coverage',
      'prints what was drawn, and fails when that lacks anything that 1,500 cases must have drawn',
      false,
    )
    .option('--no-shrink', 'print the first case that violates an invariant, not the smallest')
    .parse()
    .opts<Options>();
  return { ...options, ...onlyOf(options) };
}

/** A router, and a planted bug, belong to one kind of cases. */
function onlyOf({ only, router, mutant }: Options): Pick<Options, 'only'> {
  if (only !== undefined) {
    return { only };
  }
  const isForHooks = isHookMutant(mutant);
  return isForHooks || mutant !== undefined || router !== undefined
    ? { only: isForHooks ? 'hooks' : 'cutovers' }
    : {};
}

/** Reads a whole number of at most nine digits. @throws InvalidArgumentError for anything else */
export function wholeFrom(min: number): (value: string) => number {
  return (value) => {
    if (!/^\d{1,9}$/.test(value) || Number(value) < min) {
      throw new InvalidArgumentError(`It must be a whole number from ${min} to 999999999.`);
    }
    return Number(value);
  };
}

function shard(value: string): Shard {
  const [, index = 0, count = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(value) ?? []).map(Number);
  if (index < 1 || index > count) {
    throw new InvalidArgumentError('It must be a part and their number, such as 1/4 for the first of four.');
  }
  return { index, count };
}
