import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { stringify } from 'yaml';
import { describeViolation, invariants } from '../../lib/simulation/invariants';
import { mutants } from '../../lib/simulation/mutants';
import { type Counterexample, simulate } from '../../lib/simulation/simulate';

interface Options {
  readonly runs: number;
  readonly seed: number;
  readonly path?: string;
  readonly mutant?: keyof typeof mutants;
  readonly workers: number;
  readonly shrink: boolean;
}

/** What a worker sends to its parent. */
type Message = { readonly done: number } | { readonly counterexample: Counterexample | null };

/** Distance between the seeds of workers. */
const SEED_STEP = 1_000_003;
const PROGRESS_EVERY = 500;

function readOptions(): Options {
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
    .option('--no-shrink', 'print the first case that violates an invariant, not the smallest')
    .option('--workers <n>', 'parallel processes', whole, Math.min(4, availableParallelism()))
    .parse()
    .opts<Options>();
}

/** Runs a share of the cases in this process. */
async function work(options: Options, send: (message: Message) => void): Promise<void> {
  const { runs, seed, path, mutant, shrink } = options;
  const counterexample = await simulate({
    runs,
    seed,
    shrink,
    ...(path === undefined ? {} : { path }),
    ...(mutant === undefined ? {} : { tamper: mutants[mutant] }),
    progress: (done) => send({ done }),
  });
  send({ counterexample });
}

async function distribute(options: Options): Promise<number> {
  const workers = options.path === undefined ? Math.max(1, options.workers) : 1;
  const runs = Math.ceil(options.runs / workers);
  const done = new Array<number>(workers).fill(0);
  let reported = 0;
  const results = Array.from({ length: workers }, (_, index) => {
    const mine = { ...options, runs, seed: options.seed + index * SEED_STEP };
    return new Promise<{ seed: number; counterexample: Counterexample | null }>((resolve, reject) => {
      let ended = false;
      const onMessage = (message: Message) => {
        if ('done' in message) {
          done[index] = message.done;
          const total = done.reduce((sum, count) => sum + count, 0);
          if (total - reported >= PROGRESS_EVERY) {
            reported = total;
            process.stderr.write(`${total} of ${options.runs} runs\n`);
          }
        } else {
          ended = true;
          resolve({ seed: mine.seed, counterexample: message.counterexample });
        }
      };
      const child = fork(__filename, {
        env: { ...process.env, SIMULATE: JSON.stringify(mine) },
        execArgv: process.execArgv,
      });
      child.on('message', onMessage);
      child.on('exit', (code) =>
        ended ? undefined : reject(new Error(`a worker ended with exit code ${code}`)),
      );
    });
  });
  const found = (await Promise.all(results)).filter((one) => one.counterexample !== null);
  for (const { seed, counterexample } of found) {
    process.stdout.write(describe(seed, counterexample as Counterexample, options));
  }
  const runsDone = done.reduce((sum, count) => sum + count, 0);
  process.stdout.write(found.length === 0 ? `${runsDone} runs, no violation (seed ${options.seed})\n` : '');
  return found.length === 0 ? 0 : 1;
}

function describe(
  seed: number,
  { found, violations, runs, path }: Counterexample,
  { mutant, shrink }: Options,
): string {
  const planted = mutant === undefined ? '' : ` --mutant "${mutant}"`;
  const which = shrink ? 'smallest' : 'first';
  return [
    `Violated after ${runs} ${runs === 1 ? 'run' : 'runs'}; the ${which} case that does:`,
    ...violations.map((violation) => `  ${describeViolation(violation)}`),
    '',
    stringify(found).trimEnd(),
    '',
    `Run it again: npm run simulate -- --seed ${seed} --path ${path}${planted}`,
    '',
  ].join('\n');
}

const given = process.env.SIMULATE;
if (given !== undefined && process.send !== undefined) {
  const send = process.send.bind(process);
  void work(JSON.parse(given), (message) => send(message)).then(() => process.disconnect());
} else {
  void distribute(readOptions()).then((code) => {
    process.exitCode = code;
  });
}
