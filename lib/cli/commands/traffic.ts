import { SingleBar } from 'cli-progress';
import { undiciProbe } from '../../../lambdas/adapters/http-probe/undici-probe';
import { UsageError } from '../../shared/usage-error';
import { TRAFFIC_LIMITS } from '../../traffic/limits';
import { readTarget, type TrafficTarget } from '../../traffic/read-url';
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

/** What the command line says; numbers are checked already. */
export interface TrafficOptions {
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

/** What the command needs of the outside. */
export interface TrafficCommandOutside extends Pick<TrafficDependencies, 'clock' | 'stop'> {
  /** Where a progress bar is drawn, or null: nobody looks at it. */
  readonly progress: NodeJS.WritableStream | null;
}

/**
 * Sends requests as many users and prints who went where.
 * @returns 0 when every request was answered and every answer told its side; otherwise 2
 */
export async function trafficCommand(
  url: string,
  options: TrafficOptions,
  terminal: Terminal,
  { clock, stop, progress }: TrafficCommandOutside,
): Promise<number> {
  const { order, socket } = readOrder(url, options);
  const bar = progress === null ? null : progressBar(progress);
  bar?.start(plannedRequests(order), 0, { old: 0, new: 0, other: 0 });
  const result = await sendTraffic(order, {
    probe: undiciProbe(socket),
    clock,
    stop,
    onProgress: (done, tally) => bar?.update(done, shown(tally)),
  });
  bar?.stop();
  terminal.out(options.json === true ? `${JSON.stringify(result, null, 2)}\n` : printTraffic(result));
  const told = result.old + result.new;
  return told === result.planned ? EXIT.succeeded : EXIT.rejected;
}

function readOrder(url: string, options: TrafficOptions): { order: TrafficOrder; socket: SocketOf } {
  const target = readTarget(url, options.allowHttp === true);
  if ('wrong' in target) {
    throw new UsageError(target.wrong);
  }
  const sender = readSender(options.identity);
  if (sender === null) {
    throw new UsageError(`--identity is "${options.identity}"; must be header:NAME, cookie:NAME or basic`);
  }
  const rule = readSideRule(options.newWhen);
  if (rule === null) {
    throw new UsageError(
      `--new-when is "${options.newWhen}"; must be header:NAME=VALUE, status=CODE or json:$.PATH=VALUE`,
    );
  }
  const order = { ...options, url, sender, rule };
  const planned = plannedRequests(order);
  if (planned > TRAFFIC_LIMITS.requests) {
    throw new UsageError(
      `--seconds ${options.seconds} at --rps ${options.rps} are ${number(planned)} requests; at most ${number(TRAFFIC_LIMITS.requests)} are sent`,
    );
  }
  return { order, socket: target.socket };
}

type SocketOf = Extract<TrafficTarget, { readonly socket: unknown }>['socket'];

function progressBar(stream: NodeJS.WritableStream): SingleBar {
  return new SingleBar({
    stream,
    format: '{bar} {value}/{total} requests | old {old} | new {new} | neither {other}',
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
