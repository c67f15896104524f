import type { Gate } from '../../../../lambdas/core/gates/gate';
import type { SoakState } from '../../../../lambdas/core/health/soak-state';
import { SKEW_MS } from '../../reference/bounds';
import { type GateFinding, gatesIn, type SaidVerdict } from '../../reference/gates';
import type { Evaluated } from '../evaluation';
import type { Answered, InvocationListener } from '../invocations';
import { FirstGatesWatch } from './first-gates-watch';
import { GateAnswers, type GateRun, gateKeyOf, type Lasting, type Round } from './gate-answers';
import type { GateWatchOptions } from './gate-watch-options';

/** What the function that asks gates is given. */
interface Asking {
  readonly execution: string;
  readonly soakState: SoakState | null;
}

/** Follows what the functions of gates are asked and answer, and what of it was reported to the machine. */
export class GateWatch {
  private readonly gates: readonly Gate[];
  private readonly answers = new Map<string, GateAnswers>();
  /** The last soak of each execution whose gates were asked. */
  private readonly lastSoak = new Map<string, string>();
  /** The rounds of each execution that may still ask. */
  private readonly open = new Map<string, { startedAt: number; runs: GateRun[] }>();
  private readonly first: FirstGatesWatch;
  private readonly isClockOff: boolean;

  constructor(private readonly options: GateWatchOptions) {
    const { world, plan } = options;
    this.gates = plan.gates ?? [];
    this.first = new FirstGatesWatch(options);
    this.isClockOff = world.scenario.faults.some(
      (fault) => fault.kind === 'clock-off' && fault.task === 'AskGates',
    );
    const { gateFunctions, clock } = world;
    const run = gateFunctions.run.bind(gateFunctions);
    gateFunctions.run = async (question, timeoutMs) => {
      const key = gateKeyOf({ name: question.gate, at: question.at });
      const asked: GateRun = { key, askedAt: clock.now(), verdict: null };
      this.open.get(question.execution)?.runs.push(asked);
      const answer = await run(question, timeoutMs);
      asked.verdict = saidBy(answer);
      return answer;
    };
  }

  /** A round of questions begins. Its answers count once the machine has them. */
  readonly invoked: InvocationListener = (task, payload) => {
    if (task !== 'AskGates') {
      return null;
    }
    const { execution, soakState } = payload as Asking;
    const { world, disturbances } = this.options;
    const round = { startedAt: world.clock.now(), runs: [] };
    this.open.set(execution, round);
    return ({ output }: Answered) => {
      const mayHaveFailed = disturbances.mayHaveFailedSince(round.startedAt);
      this.reported(
        { execution, soakState },
        { ...round, endedAt: world.clock.now(), mayHaveFailed },
        output,
      );
    };
  };

  /** The worst that the gates of a soak may come to at `now`, in epoch milliseconds. */
  facts({ execution, soakState, isDeploying }: Evaluated, now: number): readonly GateFinding[] {
    const { phase } = soakState;
    const found = this.of(soakKey(execution, soakState)).inSoak(gatesIn(this.gates, phase), {
      ...{ phase, now, effectiveAt: Date.parse(soakState.effectiveAt) },
      isDeploying,
    });
    return soakState.gateError === undefined ? found : found.map((one) => (one === 'fail' ? one : 'error'));
  }

  /** For how long the gates of a soak have not been known. */
  lasting({ execution, soakState }: Omit<Evaluated, 'isDeploying'>): Lasting {
    return this.of(soakKey(execution, soakState)).lasting(gatesIn(this.gates, soakState.phase));
  }

  /**
   * A raise has landed: every gate that comes before it has passed, by what its function has answered.
   * @param before when the raise before was in effect, in epoch milliseconds; null for the first one
   */
  raised(execution: string, percent: number, before: number | null): void {
    const soak = this.lastSoak.get(execution);
    const gates =
      before === null ? this.gates.filter(({ at }) => at === 'before-traffic') : gatesIn(this.gates, 'soak');
    const answers = before === null ? this.first.of(execution) : this.of(soak ?? '');
    const open = gates.filter(
      (gate) =>
        !answers
          .of(gate)
          .some((said) => said?.verdict === 'pass' && (before === null || said.since + SKEW_MS >= before)),
    );
    this.options.violations.require(
      open.length === 0 || this.isClockOff,
      'raise-after-gates',
      `raised to ${percent} %, and ${open.map((gate) => gateKeyOf(gate)).join(', ')} has not passed`,
    );
  }

  private reported({ execution, soakState }: Asking, round: Round, output: unknown): void {
    if (soakState === null) {
      this.first.reported(execution, round, output);
      return;
    }
    const key = soakKey(execution, soakState);
    this.lastSoak.set(execution, key);
    const answers = this.of(key);
    const { phase } = soakState;
    const about = { phase, effectiveAt: Date.parse(soakState.effectiveAt), now: round.startedAt };
    for (const gate of gatesIn(this.gates, phase)) {
      const isAsked = round.runs.some((run) => run.key === gateKeyOf(gate));
      this.options.violations.require(
        isAsked || !answers.mustAsk(gate, about) || round.mayHaveFailed || !this.mayAsk(execution),
        'gates-are-asked-in-time',
        `${gateKeyOf(gate)} was not asked in the ${phase}, although it was due`,
      );
      answers.add(gate, round);
    }
  }

  /** Nobody asks the gates of a cutover that has lost its lock, or that an operator has aborted. */
  private mayAsk(execution: string): boolean {
    const { lock, commands } = this.options;
    return lock.holds(execution) && !commands.asked(execution).isAborted;
  }

  private of(key: string): GateAnswers {
    const known = this.answers.get(key) ?? new GateAnswers(this.isClockOff);
    this.answers.set(key, known);
    return known;
  }
}

function soakKey(execution: string, { stage, startedAt }: SoakState): string {
  return `${execution} ${stage} ${startedAt}`;
}

/** What the function of a gate has said, by what it returned; null: nothing. */
export function saidBy(returned: unknown): SaidVerdict {
  const { answer } = (returned ?? {}) as { readonly answer?: string };
  const isVerdict = ['pass', 'fail', 'inconclusive', 'error', 'running'].includes(answer ?? '');
  return isVerdict ? (answer as SaidVerdict) : 'silence';
}
