import type { PathName } from '../../../lambdas/core/plan/direction';
import type { Metrics } from '../aws/metrics';
import type { Random } from '../kernel/random';
import type { Path } from './path';

/** What direct requests are counted with. */
export interface DirectRequestsOptions {
  readonly paths: { readonly old: Path; readonly new: Path };
  readonly metrics: Pick<Metrics, 'add'>;
  readonly random: Random;
}

/** A client that calls a path by its own name. */
interface DirectClient {
  readonly path: PathName;
  readonly requestsPerSecond: number;
  /** Epoch milliseconds; null before its first step. */
  since: number | null;
  sent: number;
}

/**
 * Requests of clients that call a path by its own name, such as a job with a hard-coded host. Neither the
 * route nor DNS leads them. The metrics of the path count them, and its errors and latency are theirs. They
 * are no requests of the route, so that its totals and its users do not include them.
 */
export class DirectRequests {
  private readonly clients = new Set<DirectClient>();

  constructor(private readonly options: DirectRequestsOptions) {}

  /**
   * A client sends requests to a path at an even pace, until this is ended. Traffic has been advanced before
   * this is called, and before it is ended.
   */
  begin(path: PathName, requestsPerSecond: number): { end(): void } {
    const client: DirectClient = { path, requestsPerSecond, since: null, sent: 0 };
    this.clients.add(client);
    return { end: () => void this.clients.delete(client) };
  }

  /** Counts the requests from `from` to `to` (epoch milliseconds), which are in one period of the metrics. */
  step(from: number, to: number): void {
    const { paths, metrics, random } = this.options;
    for (const client of this.clients) {
      client.since ??= from;
      const due = Math.floor((client.requestsPerSecond * (to - client.since)) / 1_000);
      const requests = due - client.sent;
      client.sent = due;
      const path = paths[client.path];
      const failed = random.binomial(requests, path.failures().rate);
      metrics.add(client.path, from, requests, failed, path.latency());
    }
  }
}
