import { SHIFT_LEASE_MS } from '../../lambdas/core/shared/lease';
import type { Ledger } from '../../lambdas/ports';

/** What an operator has asked for and nobody has taken back. */
type Pending = 'pause' | 'abort' | null;

/** How far the clock of a function may be off, twice. */
const SKEW_MS = 4_000;

/**
 * Watches the table for commands, as it accepts them, and for what is begun meanwhile. It reads no command
 * again, and does not ask the code that it watches.
 */
export class CommandWatch {
  private isPaused = false;
  private isAborted = false;
  /** The raise that has been announced and has not landed. */
  private raise: { readonly pending: Pending; lastLeaseAt: number } | null = null;
  private readonly ordered = new Set<string>();
  private isPreparing = false;

  /** @param violated called with what was begun over a command */
  constructor(
    ledger: Ledger,
    private readonly now: () => number,
    private readonly violated: (detail: string) => void,
  ) {
    const { sendCommand, beginShift, beginPreparation, saveDeployment } = ledger;
    ledger.sendCommand = async (route, execution, command) => {
      await sendCommand(route, execution, command);
      this.isAborted ||= command.kind === 'abort';
      this.isPaused = command.kind === 'pause' || (this.isPaused && command.kind !== 'resume');
    };
    ledger.beginShift = async (...args) => {
      const begun = await beginShift(...args);
      if (begun) {
        this.announced();
      }
      return begun;
    };
    ledger.beginPreparation = async (...args) => {
      const begun = await beginPreparation(...args);
      if (begun && !this.isPreparing) {
        this.isPreparing = true;
        this.requireNothingPending('the records were prepared');
      }
      return begun;
    };
    ledger.saveDeployment = async (...args) => {
      const saved = await saveDeployment(...args);
      const [, , { mark }] = args;
      if (saved && !this.ordered.has(mark)) {
        this.ordered.add(mark);
        this.requireNothingPending(`a deployment was ordered (${mark})`);
      }
      return saved;
    };
  }

  /** A raise has landed. It counts from when it was announced: what is under way may be completed. */
  raised(percent: number): void {
    const pending = this.raise === null ? this.pending() : this.raise.pending;
    this.raise = null;
    if (pending !== null) {
      this.violated(`raised to ${percent} % over a pending ${pending}`);
    }
  }

  private announced(): void {
    const now = this.now();
    if (this.raise === null || now - this.raise.lastLeaseAt > SHIFT_LEASE_MS + SKEW_MS) {
      this.raise = { pending: this.pending(), lastLeaseAt: now };
    }
    this.raise.lastLeaseAt = now;
  }

  private requireNothingPending(what: string): void {
    const pending = this.pending();
    if (pending !== null) {
      this.violated(`${what} over a pending ${pending}`);
    }
  }

  private pending(): Pending {
    return this.isAborted ? 'abort' : this.isPaused ? 'pause' : null;
  }
}
