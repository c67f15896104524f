import { type Command, InvalidArgumentError } from 'commander';
import { systemClock } from '../../../lambdas/adapters/shared/system-clock';
import { DEFAULT_RULE, TRAFFIC_LIMITS } from '../../traffic/limits';
import { exitCode } from '../exit-code';
import type { Terminal } from '../output/terminal';
import type { TrafficOptions } from './traffic-command';

/** `cutover traffic`, with its options. */
export function addTraffic(program: Command, terminal: Terminal, exitWith: (code: number) => void): void {
  program
    .command('traffic')
    .description('send requests as many users to a URL and print which side answered whom')
    .argument('<url>', 'https, or plain http to this machine')
    .option('--users <n>', 'how many users take turns', upTo(TRAFFIC_LIMITS.users), 100)
    .option('--seconds <n>', 'for how long', upTo(TRAFFIC_LIMITS.seconds), 10)
    .option('--rps <n>', 'requests a second, all users together', upTo(TRAFFIC_LIMITS.rps), 10)
    .option('--concurrency <n>', 'requests under way at once', upTo(TRAFFIC_LIMITS.concurrency), 20)
    .option('--timeout-ms <n>', 'for a request, to the last byte', upTo(TRAFFIC_LIMITS.timeoutMs), 10_000)
    .option('--identity <how>', 'how a user is named: header:NAME, cookie:NAME or basic', 'basic')
    .option(
      '--new-when <rule>',
      'an answer is from the new side when: header:NAME=VALUE, status=CODE or json:$.PATH=VALUE',
      DEFAULT_RULE,
    )
    .option('--allow-http', 'plain http to other machines too')
    .option('--json', 'print one JSON document; a progress bar is drawn on a terminal alone')
    .addHelpText(
      'after',
      '\nExit codes: 0 every request was answered by a side that it told; 2 some were not, or not sent; 64 bad usage',
    )
    .action(async (url: string, options: TrafficOptions) => {
      const progress = process.stderr.isTTY ? process.stderr : null;
      exitWith(
        await untilInterrupted((stop) =>
          exitCode.traffic().trafficCommand(url, options, terminal, { clock: systemClock, stop, progress }),
        ),
      );
    });
}

/** The first Ctrl-C ends the work, which then tells what it has; the second ends the process. */
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

/** A whole number from 1. */
function upTo(max: number) {
  return (value: string): number => {
    const parsed = Number(value);
    if (!/^[1-9]\d*$/.test(value) || parsed > max) {
      throw new InvalidArgumentError(`It must be a whole number from 1 to ${max}.`);
    }
    return parsed;
  };
}
