import type { Clock, HttpProbe, ProbeRequest } from '../../lambdas/ports';
import type { SideRule } from './side-rule';
import { Tally, type TrafficCounts } from './tally';
import { type Sender, userName } from './users';

/** The most bytes that are read of a response. */
const MAX_BYTES = 65_536;

/** The requests to send. */
export interface TrafficOrder {
  readonly url: string;
  readonly users: number;
  readonly seconds: number;
  /** Requests per second, evenly spaced. */
  readonly rps: number;
  /** The most requests in flight at a time. */
  readonly concurrency: number;
  /** Milliseconds until the last byte of a response. */
  readonly timeoutMs: number;
  /** Adds the user to a request. */
  readonly sender: Sender;
  /** Determines the side of a response. */
  readonly rule: SideRule;
}

/** What `sendTraffic` depends on. */
export interface TrafficDependencies {
  readonly probe: HttpProbe;
  readonly clock: Pick<Clock, 'now'> & { sleep(milliseconds: number): Promise<void> };
  /** When it is aborted, no more requests are sent. */
  readonly stop: AbortSignal;
  /** Called after each request, with the number of completed requests. */
  readonly onProgress: (done: number, tally: Tally) => void;
}

/** The result: which side answered the requests. */
export interface SentTraffic extends TrafficCounts {
  /** The number of requests to send. */
  readonly planned: number;
  /** Seconds from the first request to the last response. */
  readonly seconds: number;
  readonly stopped: boolean;
}

/** The number of requests of an order. */
export function plannedRequests({ seconds, rps }: Pick<TrafficOrder, 'seconds' | 'rps'>): number {
  return Math.floor(seconds * rps);
}

/**
 * Sends requests at an even rate, for each user in turn, each over a new connection. While `concurrency`
 * requests are in flight, further requests wait. Requests that could not be sent before the end are not sent;
 * the result counts them in `planned` but not in `sent`.
 */
export async function sendTraffic(
  order: TrafficOrder,
  { probe, clock, stop, onProgress }: TrafficDependencies,
): Promise<SentTraffic> {
  const planned = plannedRequests(order);
  const tally = new Tally(order.rule);
  const inFlight = new Set<Promise<void>>();
  const start = clock.now();
  const end = start + order.seconds * 1_000;
  let done = 0;
  for (let i = 0; i < planned; i += 1) {
    await clock.sleep(Math.max(0, start + (i * 1_000) / order.rps - clock.now()));
    while (inFlight.size >= order.concurrency) {
      await Promise.race(inFlight);
    }
    if (stop.aborted || clock.now() > end) {
      break;
    }
    const user = i % order.users;
    const sending = probe.send(requestOf(order, user)).then((outcome) => {
      tally.add(user, i, outcome);
      done += 1;
      onProgress(done, tally);
      inFlight.delete(sending);
    });
    inFlight.add(sending);
  }
  await Promise.all(inFlight);
  return { ...tally.counts(), planned, seconds: (clock.now() - start) / 1_000, stopped: stop.aborted };
}

function requestOf({ url, timeoutMs, sender }: TrafficOrder, user: number): ProbeRequest {
  return { method: 'GET', url, headers: { ...sender(userName(user)) }, timeoutMs, maxBytes: MAX_BYTES };
}
