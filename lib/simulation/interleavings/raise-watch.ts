import type { Plan } from '../../../lambdas/core/plan/plan';
import type { Approval, OperatorCommand } from '../../../lambdas/core/shared/operator-command';
import type { Ledger } from '../../../lambdas/ports';
import type { InterleavingInvariant } from './invariants';
import type { Invocation } from './invocation';

/** What operators have asked an execution for and nobody has taken back. */
interface Asked {
  isPaused: boolean;
  isAborted: boolean;
  /** Approvals since the last raise began. */
  approvals: Approval[];
}

/** What the watch of raises needs. */
export interface RaiseWatchOptions {
  readonly plan: Plan;
  readonly ledger: Ledger;
  readonly now: () => number;
  /** Whose call takes effect. */
  readonly current: () => Invocation | null;
  readonly violated: (invariant: InterleavingInvariant, detail: string) => void;
}

/** A command that lies further ahead must not count. */
const AHEAD_MS = 120_000;

/** Follows commands as the table accepts them, and raises as they begin: with a lease. */
export class RaiseWatch {
  private readonly asked = new Map<string, Asked>();
  /** Until when a raise that has begun may be on its way, by execution and stage. */
  private readonly leases = new Map<string, number>();
  /** Requests of operators that have put a command into the table. */
  private readonly sent = new Set<Invocation>();

  constructor(private readonly options: RaiseWatchOptions) {
    const { ledger, current } = options;
    const { sendCommand, sendToHolder, beginShift } = ledger;
    ledger.sendCommand = async (route, execution, command) => {
      const request = current();
      await sendCommand(route, execution, command);
      this.arrived(execution, command, request);
    };
    ledger.sendToHolder = async (route, execution, command) => {
      const request = current();
      const isSent = await sendToHolder(route, execution, command);
      if (isSent) {
        this.arrived(execution, command, request);
      }
      return isSent;
    };
    ledger.beginShift = async (route, fence, lease, commands) => {
      const invocation = current();
      const begun = await beginShift(route, fence, lease, commands);
      if (begun && invocation?.task === 'ShiftTraffic') {
        this.began(invocation, Date.parse(lease.until));
      }
      return begun;
    };
  }

  /** A command is in the table. */
  private arrived(execution: string, command: OperatorCommand, request: Invocation | null): void {
    if (request !== null) {
      this.sent.add(request);
    }
    const asked = this.of(execution);
    if (Date.parse(command.at) > this.options.now() + AHEAD_MS) {
      return;
    }
    asked.isAborted ||= command.kind === 'abort' || command.kind === 'revert';
    asked.isPaused = command.kind === 'pause' || (asked.isPaused && command.kind !== 'resume');
    asked.approvals = command.kind === 'approve' ? [...asked.approvals, command] : asked.approvals;
  }

  /** A function has answered a request of an operator. An answer of 503 leaves open what was done. */
  answered(invocation: Invocation, output: unknown): void {
    const { statusCode } = output as { statusCode: number };
    if (statusCode !== 200 && statusCode !== 503 && this.sent.has(invocation)) {
      const detail = `a request that was refused with ${statusCode} is in the ledger`;
      this.options.violated('refused-command-changes-nothing', detail);
    }
  }

  /** What holds an execution back; null for nothing. */
  pending(execution: string): 'abort' | 'pause' | null {
    const { isAborted, isPaused } = this.of(execution);
    return isAborted ? 'abort' : isPaused ? 'pause' : null;
  }

  private began({ cutover, payload }: Invocation, until: number): void {
    const { plan, now, violated } = this.options;
    const { stage } = payload as { stage: number };
    const key = `${cutover} ${stage}`;
    const isFirst = !this.leases.has(key);
    const isUnderWay = (this.leases.get(key) ?? 0) > now();
    this.leases.set(key, Math.max(until, this.leases.get(key) ?? 0));
    const pending = this.pending(cutover);
    if (pending !== null && !isUnderWay) {
      violated('no-raise-over-a-command', `the shift to stage ${stage} began over a pending ${pending}`);
    }
    const before = plan.stages[stage - 1];
    const asked = this.of(cutover);
    if (isFirst && before?.approval !== undefined) {
      const isApproved = asked.approvals.some(({ atPercent }) => atPercent === before.percent);
      if (!isApproved) {
        violated('approval-of-its-stage', `the shift to stage ${stage} began without an approval of its own`);
      }
    }
    asked.approvals = isFirst ? [] : asked.approvals;
  }

  private of(execution: string): Asked {
    const asked = this.asked.get(execution) ?? { isPaused: false, isAborted: false, approvals: [] };
    this.asked.set(execution, asked);
    return asked;
  }
}
