import { ServiceBusyError } from '../../../lambdas/core/shared/errors';
import { plural } from '../../../lambdas/core/shared/plural';
import type { Clock } from '../../../lambdas/ports';
import type { Random } from '../kernel/random';
import type { Process } from './process';
import { ServiceError } from './service-error';

/** What goes wrong with the calls of an API. */
export interface Disturbance {
  /** `route53` or `route53:GetChange`. */
  readonly api: string;
  /** The error's name. */
  readonly error: string;
  /** The service throttles: it did nothing, and the SDK waits longer before it tries again. */
  readonly busy: boolean;
  /** The call takes effect and only the answer is lost. */
  readonly afterEffect: boolean;
  /** How many calls fail; undefined: all. */
  readonly times?: number | undefined;
}

/** A call that has failed for good, although the client has tried again. */
export interface FailedCall {
  /** Such as `route53`. */
  readonly service: string;
  /** The number of the invocation that has made it, counted from 1. */
  readonly invocation: number;
}

/** Makes calls of services. */
export type Caller = Pick<Calls, 'call'>;

/** The SDK's standard mode: three attempts, full jitter, a longer delay after throttling. */
const SDK_ATTEMPTS = 3;
const SDK_BASE_MS = { busy: 500, failed: 100 };
/** Errors that the SDK retries. */
const RETRYABLE = /^(Internal|Service|Throttling|PriorRequestNotComplete)/;

/** The network between functions and services: latency, throttling, faults, and a count of every request. */
export class Calls {
  private arrivals = 0;
  private readonly listeners: ((call: number) => void)[] = [];
  private readonly failureListeners: ((failed: FailedCall) => void)[] = [];
  private readonly counted = new Map<string, number>();
  private readonly slow = new Set<{ readonly api: string; readonly seconds: number }>();
  private readonly disturbances = new Set<{ readonly what: Disturbance; left: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** Requests so far, by API, sorted by name. */
  counts(): Record<string, number> {
    return Object.fromEntries([...this.counted].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Calls the listener as each request arrives, before it takes effect, with its number from 1. */
  onArrival(listener: (call: number) => void): void {
    this.listeners.push(listener);
  }

  /** Calls the listener for each call of a function that fails for good, before the function learns of it. */
  onFailure(listener: (failed: FailedCall) => void): void {
    this.failureListeners.push(listener);
  }

  /** Calls of an API fail until this is ended. */
  disturb(what: Disturbance): { end(): void } {
    const disturbance = { what, left: what.times ?? Number.POSITIVE_INFINITY };
    this.disturbances.add(disturbance);
    return { end: () => void this.disturbances.delete(disturbance) };
  }

  /** Calls of an API take so many seconds longer to arrive, until this is ended. */
  slowDown(api: string, seconds: number): { end(): void } {
    const slowness = { api, seconds };
    this.slow.add(slowness);
    return { end: () => void this.slow.delete(slowness) };
  }

  /** The calls of a process, which end with it. */
  of(process: Process): Caller {
    return {
      call: (service, operation, work, attempts) =>
        process.call((arrive) =>
          this.call(
            service,
            operation,
            () => arrive(work),
            attempts,
            () => this.failed({ service, invocation: process.invocation }),
          ),
        ),
    };
  }

  private failed(call: FailedCall): void {
    for (const listener of this.failureListeners) {
      listener(call);
    }
  }

  /**
   * Calls an API as the SDK does, retries included.
   * @param work what the service does when the call arrives
   * @param attempts how often the client tries
   * @param failed called before the call fails for good
   * @throws ServiceBusyError when every attempt was throttled or met a service that is down
   * @throws ServiceError for an error that the SDK does not retry, such as AccessDenied
   */
  async call<T>(
    service: string,
    operation: string,
    work: () => T | Promise<T>,
    attempts = SDK_ATTEMPTS,
    failed: () => void = () => undefined,
  ): Promise<T> {
    const api = `${service}:${operation}`;
    for (let attempt = 1; ; attempt += 1) {
      this.counted.set(api, (this.counted.get(api) ?? 0) + 1);
      await this.clock.sleep(Math.round(this.random.between(10, 40)) + this.delayMs(api));
      this.arrivals += 1;
      for (const listener of this.listeners) {
        listener(this.arrivals);
      }
      const disturbance = this.disturbanceOf(api);
      if (disturbance === undefined) {
        return await work();
      }
      if (disturbance.afterEffect) {
        await work();
      }
      const isRetryable = disturbance.busy || RETRYABLE.test(disturbance.error);
      if (!isRetryable) {
        failed();
        throw new ServiceError(disturbance.error, `${api} failed`);
      }
      if (attempt >= attempts) {
        failed();
        throw new ServiceBusyError(`${api}: ${disturbance.error}, after ${plural(attempt, 'attempt')}`);
      }
      const base = disturbance.busy ? SDK_BASE_MS.busy : SDK_BASE_MS.failed;
      await this.clock.sleep(Math.round(this.random.uniform() * base * 2 ** attempt));
    }
  }

  private delayMs(api: string): number {
    let delayMs = 0;
    for (const one of this.slow) {
      delayMs += matches(one.api, api) ? 1_000 * one.seconds : 0;
    }
    return delayMs;
  }

  private disturbanceOf(api: string): Disturbance | undefined {
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

/** The pattern `route53` matches every call of Route 53. */
function matches(pattern: string, api: string): boolean {
  return api === pattern || api.startsWith(`${pattern}:`);
}
