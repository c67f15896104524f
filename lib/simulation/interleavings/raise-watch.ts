import type { Ledger } from '../../../lambdas/ports';
import type { Invocation } from './invocation';

/** What an operator has asked an execution for and nobody has taken back. */
interface Asked {
  isPaused: boolean;
  isAborted: boolean;
}

/** What the watch of raises needs. */
export interface RaiseWatchOptions {
  readonly ledger: Ledger;
  readonly now: () => number;
  /** Whose call takes effect. */
  readonly current: () => Invocation | null;
  readonly begunOverCommand: (detail: string) => void;
  readonly refusalChanged: (detail: string) => void;
}

/** Follows commands as the table accepts them, and raises as they begin: with a lease. */
export class RaiseWatch {
  private readonly asked = new Map<string, Asked>();
  /** Until when a raise that has begun may be on its way, by execution and stage. */
  private readonly leases = new Map<string, number>();

  constructor({ ledger, now, current, begunOverCommand, refusalChanged }: RaiseWatchOptions) {
    const { sendCommand, beginShift, read } = ledger;
    ledger.sendCommand = async (route, execution, command) => {
      const stored = async () => (await read(route))?.commands.stored.length ?? 0;
      const before = await stored();
      try {
        await sendCommand(route, execution, command);
      } catch (error) {
        if ((await stored()) > before) {
          refusalChanged(`a refused ${command.kind} is in the ledger`);
        }
        throw error;
      }
      const asked = this.of(execution);
      asked.isAborted ||= command.kind === 'abort';
      asked.isPaused = command.kind === 'pause' || (asked.isPaused && command.kind !== 'resume');
    };
    ledger.beginShift = async (route, fence, until, commands) => {
      const invocation = current();
      const begun = await beginShift(route, fence, until, commands);
      if (begun && invocation !== null) {
        const { cutover } = invocation;
        const { stage } = invocation.payload as { stage: number };
        const key = `${cutover} ${stage}`;
        const isUnderWay = (this.leases.get(key) ?? 0) > now();
        const pending = this.pending(cutover);
        if (pending !== null && !isUnderWay) {
          begunOverCommand(`the shift to stage ${stage} began over a pending ${pending}`);
        }
        this.leases.set(key, Math.max(Date.parse(until), this.leases.get(key) ?? 0));
      }
      return begun;
    };
  }

  /** What holds an execution back; null for nothing. */
  pending(execution: string): 'abort' | 'pause' | null {
    const { isAborted, isPaused } = this.of(execution);
    return isAborted ? 'abort' : isPaused ? 'pause' : null;
  }

  private of(execution: string): Asked {
    const asked = this.asked.get(execution) ?? { isPaused: false, isAborted: false };
    this.asked.set(execution, asked);
    return asked;
  }
}
