import { ServiceBusyError } from '../../../lambdas/core/shared/errors';
import type { Caller } from '../../rehearsal/aws/calls';
import type { Random } from '../../rehearsal/kernel/random';
import type { VirtualClock } from '../../rehearsal/kernel/virtual-clock';
import type { RouterOperations } from '../../rehearsal/routers/simulated-router';
import type { Activity } from './activity';
import type { Invocation } from './invocation';
import type { CallFault, Schedule } from './schedule';

/** What the network is made of. */
export interface NetworkOptions {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly schedule: Schedule;
  readonly activity: Activity;
  /** Of the plan's router. */
  readonly operations: RouterOperations;
  /** Called as each call arrives, before it takes effect, with its number. */
  readonly arrived: (call: number) => void;
  /** Called as a read of the route takes effect. */
  readonly hasRead: (invocation: Invocation) => void;
}

/** Milliseconds of a call that is not slow. */
const QUICK_MS = [5, 60] as const;
const SLOW_MS = [60, 6_000] as const;

/**
 * Carries the calls of all functions, each for a time of its own, so that the calls of any two interleave in
 * every order.
 */
export class Network {
  private arrivals = 0;
  private moments = 0;
  /** Whose call takes effect right now; null between two calls. */
  current: Invocation | null = null;
  private readonly onTheirWay = new Set<Invocation>();
  private sent = 0;
  private routerWrites = 0;

  constructor(private readonly options: NetworkOptions) {}

  /** A number that rises with everything that happens. */
  moment(): number {
    this.moments += 1;
    return this.moments;
  }

  /** Invocations whose change of the route has not arrived. */
  writers(): readonly Invocation[] {
    return [...this.onTheirWay];
  }

  of(invocation: Invocation): Caller {
    return {
      call: (_service, operation, work) => this.call(invocation, operation, work),
    };
  }

  private async call<T>(invocation: Invocation, operation: string, work: () => T | Promise<T>): Promise<T> {
    await invocation.whileAlive();
    const isWrite = operation === this.options.operations.write;
    const fault = this.faultOf(isWrite);
    if (fault?.kind === 'function-dies' || fault?.kind === 'function-left-behind') {
      invocation.reportFailed('Lambda.Unknown');
    }
    if (fault?.kind === 'function-dies') {
      invocation.kill();
    }
    if (isWrite) {
      this.onTheirWay.add(invocation);
    }
    try {
      const answer = await this.arrive(invocation, operation, work, delayOf(fault));
      if (fault?.kind === 'repeated') {
        return await this.arrive(invocation, operation, work, 0);
      }
      if (fault?.kind === 'answer-lost') {
        throw new ServiceBusyError(`${operation}: the answer was lost`);
      }
      return answer;
    } finally {
      this.onTheirWay.delete(invocation);
      await invocation.whileAlive();
    }
  }

  /** Lets a call arrive and take effect. */
  private async arrive<T>(
    invocation: Invocation,
    operation: string,
    work: () => T | Promise<T>,
    delayMs: number,
  ): Promise<T> {
    const { clock, activity, arrived, hasRead, operations } = this.options;
    const left = Math.max(1, invocation.lastArrivalAt - clock.now());
    await activity.during(clock.sleep(Math.min(left, this.latencyMs() + delayMs)));
    this.arrivals += 1;
    arrived(this.arrivals);
    if (operation === operations.read) {
      invocation.lastReadAt = this.moment();
      hasRead(invocation);
    }
    this.current = invocation;
    try {
      const effect = work();
      this.current = null;
      return await effect;
    } finally {
      this.current = null;
    }
  }

  private latencyMs(): number {
    const { random, schedule } = this.options;
    const isSlow = 100 * random.uniform() < schedule.slowPercent;
    const [least, most] = isSlow ? SLOW_MS : QUICK_MS;
    return Math.round(random.between(least, most));
  }

  private faultOf(isWrite: boolean): CallFault | null {
    this.sent += 1;
    this.routerWrites += isWrite ? 1 : 0;
    const found = this.options.schedule.faults.find(({ counts, number }) =>
      counts === 'any' ? number === this.sent : isWrite && number === this.routerWrites,
    );
    return found?.fault ?? null;
  }
}

function delayOf(fault: CallFault | null): number {
  return fault !== null && 'delayMs' in fault ? fault.delayMs : 0;
}
