import type { Clock, HttpProbe, ProbeRequest } from '../../lambdas/ports';
import type { SideRule } from './side-rule';
import { Tally, type TrafficCounts } from './tally';
import { type Sender, userName } from './users';

/** A response is read no further than this. */
const MAX_BYTES = 65_536;

export interface TrafficOrder {
  readonly url: string;
  readonly users: number;
  readonly seconds: number;
  /** Requests per second, evenly spaced. */
  readonly rps: number;
  /** Requests that may be under way at once. */
  readonly concurrency: number;
  /** Until a request's last byte. */
  readonly timeoutMs: number;
  readonly sender: Sender;
  readonly rule: SideRule;
}

/** What the sending needs of the outside. */
export interface TrafficDependencies {
  readonly probe: HttpProbe;
  readonly clock: Pick<Clock, 'now'> & { sleep(milliseconds: number): Promise<void> };
  /** Sends no more requests once it is aborted. */
  readonly stop: AbortSignal;
  /** Called after each request, with how many are done. */
  readonly onProgress: (done: number, tally: Tally) => void;
}

export interface SentTraffic extends TrafficCounts {
  /** Requests that were to be sent in the time. */
  readonly planned: number;
  /** From the first request to the last answer. */
  readonly seconds: number;
  readonly stopped: boolean;
}

/** How many requests an order comes to. */
export function plannedRequests({ seconds, rps }: Pick<TrafficOrder, 'seconds' | 'rps'>): number {
  return Math.floor(seconds * rps);
}

/**
 * Sends requests at an even pace, each user in turn, every one over a connection of its own. When answers are slow and all places are
 * taken, requests wait for a place; those whose time is over then are never sent, and the result says so.
 */
export async function sendTraffic(order: TrafficOrder, outside: TrafficDependencies): Promise<SentTraffic> {
  const { clock, stop } = outside;
  const planned = plannedRequests(order);
  const tally = new Tally(order.rule);
  const underWay = new Set<Promise<void>>();
  const start = clock.now();
  const end = start + order.seconds * 1_000;
  let done = 0;
  for (let i = 0; i < planned; i += 1) {
    await clock.sleep(Math.max(0, start + (i * 1_000) / order.rps - clock.now()));
    while (underWay.size >= order.concurrency) {
      await Promise.race(underWay);
    }
    if (stop.aborted || clock.now() > end) {
      break;
    }
    const user = i % order.users;
    const sending = outside.probe.send(requestOf(order, user)).then((outcome) => {
      tally.add(user, i, outcome);
      done += 1;
      outside.onProgress(done, tally);
      underWay.delete(sending);
    });
    underWay.add(sending);
  }
  await Promise.all(underWay);
  return { ...tally.counts(), planned, seconds: (clock.now() - start) / 1_000, stopped: stop.aborted };
}

function requestOf({ url, timeoutMs, sender }: TrafficOrder, user: number): ProbeRequest {
  return { method: 'GET', url, headers: { ...sender(userName(user)) }, timeoutMs, maxBytes: MAX_BYTES };
}
