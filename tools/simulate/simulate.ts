import { fork } from 'node:child_process';
import { Coverage } from '../../lib/simulation/coverage';
import { mutants } from '../../lib/simulation/mutants/registry';
import { type Counterexample, simulate } from '../../lib/simulation/simulate';
import { type Options, readOptions } from './options';
import { describeCoverage, describeFound, type Found } from './report';
import { searchMutants } from './search-mutants';

/** What a worker sends to its parent. */
type Message =
  | { readonly done: number }
  | { readonly counterexample: Counterexample | null; readonly drawn: Readonly<Record<string, number>> };

/** Distance between the seeds of workers. */
const SEED_STEP = 1_000_003;
const PROGRESS_EVERY = 500;

/** Runs a share of the cases in this process. */
async function work(options: Options, send: (message: Message) => void): Promise<void> {
  const { runs, seed, path, mutant, shrink } = options;
  const coverage = new Coverage();
  const counterexample = await simulate({
    runs,
    seed,
    shrink,
    coverage,
    ...(path === undefined ? {} : { path }),
    ...(mutant === undefined ? {} : { tamper: mutants[mutant] }),
    progress: (done) => send({ done }),
  });
  send({ counterexample, drawn: coverage.report() });
}

async function distribute(options: Options): Promise<number> {
  const workers = options.path === undefined ? Math.max(1, options.workers) : 1;
  const runs = Math.ceil(options.runs / workers);
  const done = new Array<number>(workers).fill(0);
  const coverage = new Coverage();
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
          coverage.add(message.drawn);
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
  const found = (await Promise.all(results)).filter((one): one is Found => one.counterexample !== null);
  const runsDone = done.reduce((sum, count) => sum + count, 0);
  print(options, { found, runsDone, coverage });
  const isMissing = options.coverage === true && found.length === 0 && coverage.missing().length > 0;
  return found.length === 0 && !isMissing ? 0 : 1;
}

interface Results {
  readonly found: readonly Found[];
  readonly runsDone: number;
  readonly coverage: Coverage;
}

function print(options: Options, { found, runsDone, coverage }: Results): void {
  if (options.json === true) {
    const drawn = { drawn: coverage.report(), neverDrawn: coverage.missing() };
    const { seed } = options;
    process.stdout.write(`${JSON.stringify({ runs: runsDone, seed, found, ...drawn }, null, 2)}\n`);
    return;
  }
  for (const one of found) {
    process.stdout.write(describeFound(one, options));
  }
  process.stdout.write(found.length === 0 ? `${runsDone} runs, no violation (seed ${options.seed})\n` : '');
  process.stdout.write(options.coverage === true ? describeCoverage(coverage) : '');
}

const given = process.env.SIMULATE;
if (given !== undefined && process.send !== undefined) {
  const send = process.send.bind(process);
  void work(JSON.parse(given), (message) => send(message)).then(() => process.disconnect());
} else {
  const options = readOptions();
  void (options.mutants === true ? searchMutants(options) : distribute(options)).then((code) => {
    process.exitCode = code;
  });
}
