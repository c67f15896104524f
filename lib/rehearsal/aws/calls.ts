import { ServiceBusyError } from '../../../lambdas/core/shared/errors';
import type { Clock } from '../../../lambdas/ports';
import type { Random } from '../kernel/random';
import type { Process } from './process';

/** What is wrong with calls of an API, for as long as it lasts. */
export interface Disturbance {
  /** `route53` or `route53:GetChange`. */
  readonly api: string;
  readonly error: string;
  /** The service did nothing and wants to be asked again. */
  readonly busy: boolean;
  /** The work is done and only the answer is lost. */
  readonly afterEffect: boolean;
  /** Calls that are hit; undefined: all. */
  readonly times?: number | undefined;
}

/** An error of a service that trying again does not help against, such as AccessDenied. */
class ServiceError extends Error {
  constructor(
    override readonly name: string,
    message: string,
  ) {
    super(message);
  }
}

/** Whoever calls services. */
export type Caller = Pick<Calls, 'call'>;

/** As the SDK does in its standard mode: three attempts, full jitter, longer after throttling. */
const SDK_ATTEMPTS = 3;
const SDK_BASE_MS = { busy: 500, failed: 100 };
/** Errors against which asking again helps. */
const PASSING = /^(Internal|Service|Throttling|PriorRequestNotComplete)/;

/** The network and the front doors of the services: latency, throttling, faults, and a count of every request. */
export class Calls {
  private readonly counted = new Map<string, number>();
  private readonly slow = new Set<{ readonly api: string; readonly seconds: number }>();
  private readonly disturbances = new Set<{ readonly what: Disturbance; left: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** Requests so far by API, in the order of their names. */
  counts(): Record<string, number> {
    return Object.fromEntries([...this.counted].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  disturb(what: Disturbance): { end(): void } {
    const disturbance = { what, left: what.times ?? Number.POSITIVE_INFINITY };
    this.disturbances.add(disturbance);
    return { end: () => void this.disturbances.delete(disturbance) };
  }

  /** Calls of an API take so many seconds more to arrive, until it is ended. */
  slowDown(api: string, seconds: number): { end(): void } {
    const slowness = { api, seconds };
    this.slow.add(slowness);
    return { end: () => void this.slow.delete(slowness) };
  }

  /** The calls that a process makes. */
  of(process: Process): Caller {
    return {
      call: (service, operation, work, attempts) =>
        process.call((arrive) => this.call(service, operation, () => arrive(work), attempts)),
    };
  }

  /**
   * Calls an API as the SDK does, retries included.
   * @throws ServiceBusyError when it is throttled or down in every attempt
   */
  async call<T>(
    service: string,
    operation: string,
    work: () => T | Promise<T>,
    attempts = SDK_ATTEMPTS,
  ): Promise<T> {
    const api = `${service}:${operation}`;
    for (let attempt = 1; ; attempt += 1) {
      this.counted.set(api, (this.counted.get(api) ?? 0) + 1);
      await this.clock.sleep(Math.round(this.random.between(10, 40)) + this.delayMs(api));
      const disturbance = this.hit(api);
      if (disturbance === undefined) {
        return await work();
      }
      if (disturbance.afterEffect) {
        await work();
      }
      const passing = disturbance.busy || PASSING.test(disturbance.error);
      if (!passing) {
        throw new ServiceError(disturbance.error, `${api} failed`);
      }
      if (attempt >= attempts) {
        throw new ServiceBusyError(`${api}: ${disturbance.error}, after ${attempt} attempts`);
      }
      const base = disturbance.busy ? SDK_BASE_MS.busy : SDK_BASE_MS.failed;
      await this.clock.sleep(Math.round(this.random.uniform() * base * 2 ** attempt));
    }
  }

  private delayMs(api: string): number {
    return [...this.slow]
      .filter((one) => matches(one.api, api))
      .reduce((sum, one) => sum + 1_000 * one.seconds, 0);
  }

  private hit(api: string): Disturbance | undefined {
    for (const disturbance of this.disturbances) {
      const { what } = disturbance;
      if (disturbance.left > 0 && matches(what.api, api)) {
        disturbance.left -= 1;
        return what;
      }
    }
    return undefined;
  }
}

/** `route53` is every call of Route 53. */
function matches(pattern: string, api: string): boolean {
  return api === pattern || api.startsWith(`${pattern}:`);
}
