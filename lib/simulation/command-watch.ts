import type { Plan } from '../../lambdas/core/plan/plan';
import { SHIFT_LEASE_MS } from '../../lambdas/core/shared/lease';
import type { OperatorCommand } from '../../lambdas/core/shared/operator-command';
import type { World } from '../rehearsal/world/world';
import { type Asked, isMalformed, pendingOf } from './asked';
import type { Violations } from './violations';

/** How far the clock of a function may be off, twice. */
const SKEW_MS = 4_000;

/** A request that is being answered. */
interface OpenRequest {
  readonly kind: string;
  /** Commands of its kind that have arrived meanwhile. */
  commands: number;
  /** Whether no other of its kind was answered at the same time. */
  isAlone: boolean;
}

/** What the watch of commands needs. */
export interface CommandWatchOptions {
  readonly world: World;
  readonly plan: Plan;
  /** The execution that holds the lock. */
  readonly owner: () => string | null;
  /** Whether an execution has come to the release of its lock. */
  readonly isReleasing: (execution: string) => boolean;
  /** Whether a revert has taken the lock over. */
  readonly isReverting: () => boolean;
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
  /** Requests of operators that are being answered. */
  private readonly requests = new Set<OpenRequest>();

  constructor(private readonly options: CommandWatchOptions) {
    this.watchCommands();
    this.watchBeginnings();
    this.watchRequests();
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
    for (const request of this.requests) {
      request.commands += request.kind === command.kind && command.by.startsWith('arn:') ? 1 : 0;
    }
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

  /** An answer of 503 leaves open what was done. Requests of one kind at the same time look the same. */
  private watchRequests(): void {
    const { functions } = this.options.world;
    const invoke = functions.invoke.bind(functions);
    functions.invoke = async (task, payload, by) => {
      if (task !== 'Operate') {
        return invoke(task, payload, by);
      }
      const { kind, execution } = JSON.parse((payload as { body: string }).body);
      const ran = this.canAbort(execution);
      const request: OpenRequest = { kind, commands: 0, isAlone: true };
      for (const other of [...this.requests].filter((one) => one.kind === kind)) {
        other.isAlone = false;
        request.isAlone = false;
      }
      this.requests.add(request);
      const answer = await invoke(task, payload, by).finally(() => this.requests.delete(request));
      const { statusCode } = answer as { statusCode: number };
      const isRefused = statusCode !== 200 && statusCode !== 503;
      this.require(
        !isRefused || kind !== 'abort' || !ran || !this.canAbort(execution),
        'abort-reverts-at-once',
        `an abort was refused with ${statusCode}, and the cutover runs`,
      );
      if (isRefused && request.isAlone) {
        const detail = `a request that was refused with ${statusCode} has put a command into the ledger`;
        this.require(request.commands === 0, 'refused-command-changes-nothing', detail);
      }
      return answer;
    };
  }

  /** Whether an execution runs, has not come to its end, and no revert has taken its lock over. */
  private canAbort(execution: string | undefined): boolean {
    const { world, owner, isReleasing, isReverting } = this.options;
    const of = execution ?? owner() ?? '';
    const runs = world.stateMachines.execution(of)?.end === null;
    return runs && !isReleasing(of) && !(owner() === of && isReverting());
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
