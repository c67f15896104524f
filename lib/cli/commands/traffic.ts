import { SingleBar } from 'cli-progress';
import type { SocketOptions } from '../../../lambdas/adapters/http-probe/probe-socket';
import { undiciProbe } from '../../../lambdas/adapters/http-probe/undici-probe';
import type { Problem } from '../../../lambdas/core/validation/problems';
import { UsageError } from '../../shared/usage-error';
import { checkUrl } from '../../traffic/check-url';
import { TRAFFIC_LIMITS } from '../../traffic/limits';
import {
  plannedRequests,
  sendTraffic,
  type TrafficDependencies,
  type TrafficOrder,
} from '../../traffic/send-traffic';
import { readSideRule } from '../../traffic/side-rule';
import type { Tally } from '../../traffic/tally';
import { readSender } from '../../traffic/users';
import { number } from '../output/format';
import { EXIT, type Terminal } from '../output/terminal';
import { printTraffic } from '../output/traffic-text';

/** The options of `cutover traffic`. Numbers have been checked against `TRAFFIC_LIMITS`. */
export interface TrafficCommandOptions {
  readonly users: number;
  readonly seconds: number;
  readonly rps: number;
  readonly concurrency: number;
  readonly timeoutMs: number;
  readonly identity: string;
  readonly newWhen: string;
  readonly allowHttp?: boolean;
  readonly json?: boolean;
}

/** What the command depends on. */
export interface TrafficCommandDependencies extends Pick<TrafficDependencies, 'clock' | 'stop'> {
  /** Where the progress bar is drawn; null for no progress bar. */
  readonly progress: NodeJS.WritableStream | null;
}

/**
 * Sends requests as many users and prints which side responded to them.
 * @returns 0 when every request got a response that names its side; otherwise 2
 * @throws UsageError that lists every invalid option
 */
export async function trafficCommand(
  url: string,
  options: TrafficCommandOptions,
  terminal: Terminal,
  { clock, stop, progress }: TrafficCommandDependencies,
): Promise<number> {
  const { order, socket } = readOrder(url, options);
  const bar = progress === null ? null : progressBar(progress, terminal.columns);
  bar?.start(plannedRequests(order), 0, { old: 0, new: 0, other: 0 });
  const result = await sendTraffic(order, {
    probe: undiciProbe(socket),
    clock,
    stop,
    onProgress: (done, tally) => bar?.update(done, shown(tally)),
  });
  bar?.stop();
  terminal.out(
    options.json === true ? `${JSON.stringify(result, null, 2)}\n` : printTraffic(result, terminal.columns),
  );
  return result.old + result.new === result.planned ? EXIT.succeeded : EXIT.rejected;
}

function readOrder(
  url: string,
  options: TrafficCommandOptions,
): { order: TrafficOrder; socket: SocketOptions } {
  const target = checkUrl(url, options.allowHttp === true);
  const sender = readSender(options.identity);
  const rule = readSideRule(options.newWhen);
  const planned = plannedRequests(options);
  const isTooMany = planned > TRAFFIC_LIMITS.requests;
  if (!target.ok || sender === null || rule === null || isTooMany) {
    const option = (name: string, isWrong: boolean, message: string): Problem[] =>
      isWrong ? [{ path: name, message }] : [];
    throw new UsageError('the options of cutover traffic are not valid', [
      ...(target.ok ? [] : target.problems),
      ...option(
        '--identity',
        sender === null,
        `is "${options.identity}"; must be header:NAME, cookie:NAME or basic`,
      ),
      ...option(
        '--new-when',
        rule === null,
        `is "${options.newWhen}"; must be header:NAME=VALUE, status=CODE or json:$.PATH=VALUE`,
      ),
      ...option(
        '--seconds',
        isTooMany,
        `is ${options.seconds}, which at --rps ${options.rps} is ${number(planned)} requests;` +
          ` must be at most ${number(TRAFFIC_LIMITS.requests)} requests`,
      ),
    ]);
  }
  return { order: { ...options, url, sender, rule }, socket: target.value };
}

/** What the numbers beside the bar take, in columns. */
const BESIDE_BAR = 60;

function progressBar(stream: NodeJS.WritableStream, columns: number): SingleBar {
  return new SingleBar({
    stream,
    barsize: Math.max(1, Math.min(40, columns - BESIDE_BAR)),
    format: '{bar} {value}/{total} requests | old {old} | new {new} | unknown {other}',
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
    linewrap: null,
  });
}

function shown(tally: Tally): Record<string, number> {
  const counts = tally.counts();
  return { old: counts.old, new: counts.new, other: counts.sent - counts.old - counts.new };
}
