import { systemClock } from '../../../lambdas/adapters/shared/system-clock';
import { DEFAULT_RULE, TRAFFIC_LIMITS } from '../../traffic/limits';
import type { TrafficCommandOptions } from '../commands/traffic';
import { type AddCommand, addExitCodes, type ExitCodes, wholeNumberFrom } from './usage';

const load = async () => require('../commands/traffic') as typeof import('../commands/traffic');

const EXIT_CODES: ExitCodes = [
  [0, 'every request was answered, and every answer names its side'],
  [2, 'a request was not sent or not answered, or an answer does not name its side'],
  [64, 'invalid usage'],
];

/** `cutover traffic`. */
export const addTraffic: AddCommand = (program, { terminal, exitWith }) => {
  const command = program
    .command('traffic')
    .description('Sends requests to a URL as many users and shows which side answered each user.')
    .argument('<url>', 'An https URL, or a plain http URL of this machine.')
    .option('--users <n>', 'The number of users, who take turns.', upTo(TRAFFIC_LIMITS.users), 100)
    .option('--seconds <n>', 'The duration in seconds.', upTo(TRAFFIC_LIMITS.seconds), 10)
    .option('--rps <n>', 'Requests per second, all users together.', upTo(TRAFFIC_LIMITS.rps), 10)
    .option('--concurrency <n>', 'Requests in flight at a time.', upTo(TRAFFIC_LIMITS.concurrency), 20)
    .option(
      '--timeout-ms <n>',
      'Milliseconds until the last byte of an answer.',
      upTo(TRAFFIC_LIMITS.timeoutMs),
      10_000,
    )
    .option('--identity <how>', 'Where a request names its user: header:NAME, cookie:NAME or basic.', 'basic')
    .option(
      '--new-when <rule>',
      'When an answer is from the new side: header:NAME=VALUE, status=CODE or json:$.PATH=VALUE.',
      DEFAULT_RULE,
    )
    .option('--allow-http', 'Allows plain http to other machines.')
    .option('--json', 'Prints one JSON document. A progress bar is drawn only on a terminal.')
    .action(async (url: string, options: TrafficCommandOptions) => {
      const progress = process.stderr.isTTY ? process.stderr : null;
      exitWith(
        await untilInterrupted(async (stop) =>
          (await load()).trafficCommand(url, options, terminal, { clock: systemClock, stop, progress }),
        ),
      );
    });
  addExitCodes(command, terminal, EXIT_CODES);
};

/** The first Ctrl-C stops the work, which then prints its result so far; the second ends the process. */
async function untilInterrupted<T>(work: (stop: AbortSignal) => Promise<T>): Promise<T> {
  const interrupted = new AbortController();
  const abort = () => interrupted.abort();
  process.once('SIGINT', abort);
  try {
    return await work(interrupted.signal);
  } finally {
    process.removeListener('SIGINT', abort);
  }
}

function upTo(max: number) {
  return wholeNumberFrom(1, max);
}
