import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import { type MutantName, mutants } from '../../lib/simulation/mutants/registry';
import { bundled } from './bundle';
import { wholeFrom } from './options';
import type { RenewalRequest } from './renew-planted-bug';

interface Options extends Omit<RenewalRequest, 'mutant'> {
  readonly mutant: readonly MutantName[];
  readonly workers: number;
}

const names = Object.keys(mutants) as MutantName[];
const options = new Command('planted-bugs')
  .description('searches a case that shows each planted bug, and saves it for the tests; keeps those that do')
  .addOption(new Option('--mutant <names...>', 'planted bugs').choices(names).default(names, 'all'))
  .option('--runs <n>', 'cases to try for each', wholeFrom(1), 2_000)
  .option('--seed <s>', 'seed of the first case', wholeFrom(0), 1)
  .option('--workers <n>', 'parallel processes', wholeFrom(1), Math.min(4, availableParallelism()))
  .option('--again', 'also searches those whose saved case shows them', false)
  .parse()
  .opts<Options>();

/** Searches the bugs in processes of their own. @returns whether all were found */
async function renewAll(): Promise<boolean> {
  const { runs, seed, again } = options;
  const queue = [...options.mutant];
  const program = bundled('renew-planted-bug.ts');
  let areFound = true;
  const work = async () => {
    for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
      const request: RenewalRequest = { mutant, runs, seed, again };
      const child = fork(program.file, [JSON.stringify(request)], { execArgv: [] });
      const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
      areFound = areFound && code === 0;
    }
  };
  await Promise.all(Array.from({ length: options.workers }, work)).finally(() => program.remove());
  return areFound;
}

void renewAll().then((areFound) => {
  process.exitCode = areFound ? 0 : 1;
});
