import type { Plan } from '../../lambdas/core/plan/plan';
import { SHIFT_LEASE_MS } from '../../lambdas/core/shared/lease';
import type { OperatorCommand } from '../../lambdas/core/shared/operator-command';
import type { World } from '../rehearsal/world/world';
import { type Asked, isMalformed, pendingOf } from './asked';
import type { Violations } from './violations';

/** How far the clock of a function may be off, twice. */
const SKEW_MS = 4_000;

/** What the watch of commands needs. */
export interface CommandWatchOptions {
  readonly world: World;
  readonly plan: Plan;
  /** The execution that holds the lock. */
  readonly owner: () => string | null;
  /** Called when a cutover was aborted. */
  readonly aborted: (execution: string) => void;
  readonly violations: Violations;
}

/**
 * Watches the table for commands, as it accepts them, and for what is begun meanwhile. It reads no command
 * again, and does not ask the code that it watches.
 */
export class CommandWatch {
  private readonly byExecution = new Map<string, Asked>();
  private readonly ordered = new Set<string>();

  constructor(private readonly options: CommandWatchOptions) {
    this.watchCommands();
    this.watchBeginnings();
  }

  /** What operators have asked an execution for. */
  asked(execution: string): Readonly<Asked> {
    return this.of(execution);
  }

  /** A raise has landed. It counts from when it was announced: what is under way may be completed. */
  raised(execution: string, percent: number): void {
    const asked = this.of(execution);
    const pending = asked.raise === null ? pendingOf(asked) : asked.raise.pending;
    this.require(
      pending === null,
      asked.malformed.includes('resume') ? 'only-checked-commands-act' : 'no-raise-over-a-command',
      `raised to ${percent} % over a pending ${pending}`,
    );
    const { plan } = this.options;
    const stage = plan.stages.findIndex((one) => one.percent === percent);
    const before = plan.stages[stage - 1];
    if (before?.approval !== undefined) {
      const isApproved = asked.approvals.some(({ atPercent }) => atPercent === before.percent);
      const isWritten = asked.malformed.includes('approve');
      const id = isWritten ? 'only-checked-commands-act' : 'approval-of-its-stage';
      this.require(isApproved, id, `raised to ${percent} % without an approval for it`);
    }
    this.byExecution.set(execution, { ...asked, raise: null, approvals: [] });
  }

  private watchCommands(): void {
    const { ledger } = this.options.world;
    const { sendCommand, sendToHolder } = ledger;
    ledger.sendCommand = async (route, execution, command) => {
      await sendCommand(route, execution, command);
      this.sent(execution, command);
    };
    ledger.sendToHolder = async (route, execution, command) => {
      const isSent = await sendToHolder(route, execution, command);
      if (isSent) {
        this.sent(execution, command);
      }
      return isSent;
    };
  }

  private sent(execution: string, command: OperatorCommand): void {
    const asked = this.of(execution);
    if (isMalformed(command, this.options.world.clock.now())) {
      asked.malformed = [...asked.malformed, command.kind.toLowerCase()];
      return;
    }
    asked.isAborted ||= command.kind === 'abort' || command.kind === 'revert';
    asked.isPaused = command.kind === 'pause' || (asked.isPaused && command.kind !== 'resume');
    if (command.kind === 'approve') {
      // A new list: an evaluation that has begun keeps the one that it began with.
      asked.approvals = [...asked.approvals, command];
    }
    if (command.kind === 'promote') {
      asked.promotions = [...asked.promotions, command];
    }
    if (asked.isAborted) {
      this.options.aborted(execution);
    }
  }

  private watchBeginnings(): void {
    const { ledger } = this.options.world;
    const { beginShift, beginPreparation, saveDeployment } = ledger;
    ledger.beginShift = async (...args) => {
      const begun = await beginShift(...args);
      if (begun && args[2].percent !== null) {
        this.announced();
      }
      return begun;
    };
    ledger.beginPreparation = async (...args) => {
      const begun = await beginPreparation(...args);
      const asked = this.of(this.options.owner() ?? '');
      if (begun && !asked.isPreparing) {
        asked.isPreparing = true;
        this.requireNothingPending(asked, 'the records were prepared');
      }
      return begun;
    };
    ledger.saveDeployment = async (...args) => {
      const saved = await saveDeployment(...args);
      const [, , { mark }] = args;
      if (saved && !this.ordered.has(mark)) {
        this.ordered.add(mark);
        this.requireNothingPending(this.of(this.options.owner() ?? ''), `a deployment was ordered (${mark})`);
      }
      return saved;
    };
  }

  private announced(): void {
    const now = this.options.world.clock.now();
    const asked = this.of(this.options.owner() ?? '');
    if (asked.raise === null || now - asked.raise.lastLeaseAt > SHIFT_LEASE_MS + SKEW_MS) {
      asked.raise = { pending: pendingOf(asked), lastLeaseAt: now };
    }
    asked.raise.lastLeaseAt = now;
  }

  private requireNothingPending(asked: Asked, what: string): void {
    const pending = pendingOf(asked);
    this.require(pending === null, 'no-raise-over-a-command', `${what} over a pending ${pending}`);
  }

  private require(...args: Parameters<Violations['require']>): void {
    this.options.violations.require(...args);
  }

  private of(execution: string): Asked {
    const asked = this.byExecution.get(execution) ?? {
      ...{ isPaused: false, isAborted: false, isPreparing: false },
      ...{ approvals: [], promotions: [], raise: null, malformed: [] },
    };
    this.byExecution.set(execution, asked);
    return asked;
  }
}
