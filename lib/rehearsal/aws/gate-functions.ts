import { readAnswer, silence } from '../../../lambdas/core/gates/gate-answer';
import type { GateQuestion } from '../../../lambdas/core/gates/gate-question';
import type { Clock, Gates } from '../../../lambdas/ports';
import { type GateSetup, type GatesSetup, PASSES } from '../gate-setup';
import type { Caller } from './calls';

/** How a fault makes gates answer. */
export type GateFault = Pick<GateSetup, 'answer' | 'reason'> & {
  /** The gate; undefined: all. */
  readonly name?: string | undefined;
};

/** The functions of the gates in this account: what each answers over time, as the scenario says. */
export class GateFunctions {
  private readonly faults: GateFault[] = [];
  /** When each question was asked first, in epoch milliseconds. */
  private readonly begun = new Map<string, number>();

  /** @param startsAt when the rehearsal starts, in epoch milliseconds */
  constructor(
    private readonly setup: GatesSetup,
    private readonly clock: Clock,
    private readonly startsAt: number,
  ) {}

  /** Gates answer otherwise, until this is ended. */
  disturb(fault: GateFault): { end(): void } {
    this.faults.push(fault);
    return { end: () => void this.faults.splice(this.faults.indexOf(fault), 1) };
  }

  /** Runs the function of a gate. @returns what it answers; null when it takes longer than is waited for */
  async run(question: GateQuestion, timeoutMs: number): Promise<unknown> {
    const { gate, id } = question;
    const now = this.clock.now();
    const begunAt = this.begun.get(id) ?? now;
    this.begun.set(id, begunAt);
    const says = this.answerOf(gate, now);
    const isRunning = says.runsSeconds > 0 && now < begunAt + 1_000 * says.runsSeconds;
    const takesMs = says.answer === 'none' ? Number.POSITIVE_INFINITY : 1_000 * says.takesSeconds;
    await this.clock.sleep(Math.min(takesMs, timeoutMs));
    if (takesMs > timeoutMs) {
      return null;
    }
    return isRunning ? { answer: 'running', reason: 'its suite is running' } : says;
  }

  private answerOf(name: string, now: number): GateSetup {
    const fault = this.faults.find((one) => one.name === undefined || one.name === name);
    if (fault !== undefined) {
      return { ...PASSES, ...fault };
    }
    const since = (this.setup[name] ?? []).filter(({ at }) => this.startsAt + 1_000 * at <= now);
    return since.reduce<GateSetup>((last, one) => (one.at >= last.at ? one : last), since[0] ?? PASSES);
  }
}

/** The port over these functions, as the adapter is over those of Lambda. */
export function worldGates(calls: Caller, functions: GateFunctions): Gates {
  return {
    ask: async (question, timeoutMs) => {
      const invoke = () => functions.run(question, timeoutMs);
      try {
        const run = await calls.call('lambda', 'Invoke', invoke, 1);
        return answerOf(run as GateSetup | null, timeoutMs);
      } catch (error) {
        return silence(`it could not be invoked (${(error as Error).name})`);
      }
    },
  };
}

function answerOf(run: Pick<GateSetup, 'answer' | 'reason'> | null, timeoutMs: number) {
  if (run === null) {
    return silence(`it has not answered within ${timeoutMs / 1_000} s`);
  }
  const { answer, reason } = run;
  switch (answer) {
    case 'crash':
      return silence('its function failed (Runtime.ExitError)');
    case 'malformed':
      return readAnswer({ status: 'ok' });
    default:
      return readAnswer({ verdict: answer, reason });
  }
}
