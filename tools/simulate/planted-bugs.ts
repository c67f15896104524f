import { fork } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { type MutantName, mutants } from '../../lib/simulation/mutants/registry';
import { findMutant, shows } from '../../lib/simulation/mutants/search';
import { caseText, readCase, type SavedCase } from '../../lib/simulation/saved-case';
import { wholeFrom } from './options';

/** Where the tests find a case for each planted bug. */
const FOLDER = join(__dirname, '..', '..', 'test', 'simulation', 'planted-bugs');

interface Options {
  readonly mutant: readonly MutantName[];
  readonly runs: number;
  readonly seed: number;
  readonly workers: number;
  readonly again: boolean;
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

/** A saved case; null where its plan or scenario is not valid any more, which asks for another one. */
function savedCase(file: string): SavedCase | null {
  try {
    return readCase(file, readFileSync(file, 'utf8'));
  } catch (error) {
    process.stdout.write(`${(error as Error).message}\n`);
    return null;
  }
}

/** Searches a case for one bug in this process. @returns whether it was found */
async function renew(mutant: MutantName): Promise<boolean> {
  const file = join(FOLDER, `${mutant.toLowerCase().replaceAll(' ', '-')}.yaml`);
  const saved = existsSync(file) && !options.again ? savedCase(file) : null;
  const kept = saved === null ? null : await shows(mutant, saved);
  const found = kept ?? (await findMutant(mutant, options));
  if (found === null) {
    process.stdout.write(`"${mutant}": not found in ${options.runs} cases\n`);
    return false;
  }
  writeFileSync(file, caseText(found));
  process.stdout.write(`"${mutant}": ${kept === null ? 'found' : 'kept'}, ${found.violates.join(', ')}\n`);
  return true;
}

/** Searches the bugs in processes of their own. @returns whether all were found */
async function renewAll(): Promise<boolean> {
  const queue = [...options.mutant];
  let areFound = true;
  const work = async () => {
    for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
      const args = ['--mutant', mutant, '--runs', `${options.runs}`, '--seed', `${options.seed}`];
      const child = fork(__filename, [...args, ...(options.again ? ['--again'] : [])], {
        execArgv: process.execArgv,
      });
      const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
      areFound = areFound && code === 0;
    }
  };
  await Promise.all(Array.from({ length: options.workers }, work));
  return areFound;
}

const [only, ...others] = options.mutant;
const searched = only !== undefined && others.length === 0 ? renew(only) : renewAll();
void searched.then((areFound) => {
  process.exitCode = areFound ? 0 : 1;
});
