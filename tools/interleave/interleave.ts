import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import {
  type InterleavingInvariant,
  interleavingInvariants,
} from '../../lib/simulation/interleavings/invariants';
import { type InterleavingMutant, interleavingMutants } from '../../lib/simulation/interleavings/mutants';
import { runSchedule } from '../../lib/simulation/interleavings/run-schedule';
import type { Schedule } from '../../lib/simulation/interleavings/schedule';
import { type FoundViolation, search } from '../../lib/simulation/interleavings/search';
import { shrink } from '../../lib/simulation/interleavings/shrink';

interface Options {
  readonly runs: number;
  readonly seed: number;
  readonly mutant?: keyof typeof interleavingMutants;
  readonly workers: number;
  readonly shrink: boolean;
  readonly replay?: string;
}

/** What a worker has found. */
interface Share {
  readonly runs: number;
  readonly windows: number;
  readonly found: readonly FoundViolation[];
}

/** What a worker sends to its parent. */
type Message = { readonly done: number } | { readonly share: Share };

const PROGRESS_EVERY = 1_000;

function readOptions(): Options {
  const whole = (value: string): number => {
    if (!/^\d{1,9}$/.test(value)) {
      throw new InvalidArgumentError('It must be a whole number.');
    }
    return Number(value);
  };
  return new Command('interleave')
    .description(
      'runs the deployed machines and the real steps in random interleavings of their calls, two cutovers ' +
        `of one route included, and checks ${Object.keys(interleavingInvariants).length} invariants`,
    )
    .option('--runs <n>', 'interleavings to run', whole, 2_000)
    .option('--seed <s>', 'seed of the first interleaving; each next one has the next seed', whole, 1)
    .addOption(
      new Option('--mutant <name>', 'add a bug, which must be found').choices(
        Object.keys(interleavingMutants),
      ),
    )
    .option('--no-shrink', 'print the first interleaving that violates an invariant, not the smallest')
    .option('--workers <n>', 'parallel processes', whole, Math.min(4, availableParallelism()))
    .option('--replay <json>', 'run one interleaving, as a report prints it')
    .parse()
    .opts<Options>();
}

function mutantOf({ mutant }: Options): InterleavingMutant | undefined {
  return mutant === undefined ? undefined : interleavingMutants[mutant];
}

/** Runs a share of the interleavings in this process. */
async function work(options: Options, send: (message: Message) => void): Promise<void> {
  const { runs, seed } = options;
  const result = await search({
    ...{ runs, seed, mutant: mutantOf(options), stopAt: mutantOf(options)?.violates },
    progress: (done) => send({ done }),
  });
  send({ share: { ...result, found: [...result.found.values()] } });
}

/** Runs the interleavings in several processes. */
async function distribute(options: Options): Promise<Share> {
  const workers = Math.max(1, options.workers);
  const runs = Math.ceil(options.runs / workers);
  const done = new Array<number>(workers).fill(0);
  let reported = 0;
  const shares = Array.from({ length: workers }, (_, index) => {
    const first = index * runs;
    const mine = { ...options, seed: options.seed + first, runs: Math.min(runs, options.runs - first) };
    return new Promise<Share>((resolve, reject) => {
      const child = fork(__filename, {
        env: { ...process.env, INTERLEAVE: JSON.stringify(mine) },
        execArgv: process.execArgv,
      });
      child.on('message', (message: Message) => {
        if ('share' in message) {
          resolve(message.share);
          return;
        }
        done[index] = message.done;
        const total = done.reduce((sum, count) => sum + count, 0);
        if (total - reported >= PROGRESS_EVERY) {
          reported = total;
          process.stderr.write(`${total} of ${options.runs} runs\n`);
        }
      });
      child.on('exit', (code) => reject(new Error(`a worker ended with exit code ${code}`)));
    });
  });
  return merged(await Promise.all(shares));
}

function merged(shares: readonly Share[]): Share {
  const sum = (of: (share: Share) => number) => shares.reduce((total, share) => total + of(share), 0);
  const found = new Map<InterleavingInvariant, FoundViolation>();
  for (const one of shares.flatMap((share) => share.found)) {
    const before = found.get(one.violation.invariant);
    found.set(one.violation.invariant, { ...(before ?? one), count: one.count + (before?.count ?? 0) });
  }
  return {
    runs: sum((share) => share.runs),
    windows: sum((share) => share.windows),
    found: [...found.values()],
  };
}

async function report(options: Options, { runs, windows, found }: Share): Promise<number> {
  const total = found.length === 0 ? 'no violation' : `${found.length} invariants violated`;
  process.stdout.write(`${runs} interleavings from seed ${options.seed}: ${total}\n`);
  process.stdout.write(
    `${windows} writes overwrote a change within the window of a load balancer (decision 41)\n`,
  );
  for (const { schedule, violation, count } of found) {
    const smallest = options.shrink
      ? await shrink({ schedule, violation }, mutantOf(options))
      : { schedule, violation };
    const { invariant, detail } = smallest.violation;
    const planted = options.mutant === undefined ? '' : ` --mutant "${options.mutant}"`;
    process.stdout.write(
      `\n${invariant} (${count}): ${interleavingInvariants[invariant]}\n  ${detail}\n` +
        `  Run it again: npm run interleave --${planted} --replay '${JSON.stringify(smallest.schedule)}'\n`,
    );
  }
  return found.length === 0 ? 0 : 1;
}

async function replay(options: Options, json: string): Promise<number> {
  const { violations } = await runSchedule(JSON.parse(json) as Schedule, mutantOf(options));
  const lines = violations.map(({ invariant, detail }) => `${invariant}: ${detail}\n`);
  process.stdout.write(lines.length === 0 ? 'no violation\n' : lines.join(''));
  return lines.length === 0 ? 0 : 1;
}

async function main(options: Options): Promise<void> {
  process.exitCode =
    options.replay === undefined
      ? await report(options, await distribute(options))
      : await replay(options, options.replay);
}

const given = process.env.INTERLEAVE;
if (given !== undefined && process.send !== undefined) {
  const send = process.send.bind(process);
  void work(JSON.parse(given), (message) => send(message)).then(() => process.disconnect());
} else {
  void main(readOptions());
}
