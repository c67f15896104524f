import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { invariants } from '../../lib/simulation/invariants';
import { type MutantName, mutants } from '../../lib/simulation/mutants/registry';

/** What the command line asks for. */
export interface Options {
  readonly runs: number;
  readonly seed: number;
  readonly path?: string;
  readonly mutant?: MutantName;
  /** Search a case for every planted bug. */
  readonly mutants?: boolean;
  /** Print what was drawn, and fail where something never was. */
  readonly coverage?: boolean;
  readonly json?: boolean;
  readonly workers: number;
  readonly shrink: boolean;
}

/** Reads the command line. */
export function readOptions(): Options {
  const checked = invariants.filter(({ simulation }) => simulation !== null).length;
  const whole = (value: string): number => {
    if (!/^\d{1,9}$/.test(value)) {
      throw new InvalidArgumentError('It must be a whole number.');
    }
    return Number(value);
  };
  return new Command('simulate')
    .description(
      `rehearses random plans in random worlds with random faults, and checks ${checked} of the ` +
        `${invariants.length} invariants after every event (docs/invariants.md)`,
    )
    .option('--runs <n>', 'cases to run', whole, 500)
    .option('--seed <s>', 'seed of the first case', whole, 1)
    .option('--path <path>', 'path of a counterexample, to run that one again (with one worker)')
    .addOption(
      new Option('--mutant <name>', 'add a bug, which the simulation must find').choices(
        Object.keys(mutants),
      ),
    )
    .option('--mutants', 'search a case for every bug, and write test/simulation/found-mutants.json')
    .option('--coverage', 'print what the cases were about; fail where something required never was drawn')
    .option('--json', 'print one JSON document')
    .option('--no-shrink', 'print the first case that violates an invariant, not the smallest')
    .option('--workers <n>', 'parallel processes', whole, Math.min(4, availableParallelism()))
    .parse()
    .opts<Options>();
}
