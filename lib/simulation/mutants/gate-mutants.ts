import type { FirstGates } from '../../../lambdas/core/gates/first-gates';
import type { GateAnswer } from '../../../lambdas/core/gates/gate-answer';
import type { GateState } from '../../../lambdas/core/gates/gate-state';
import type { SoakState } from '../../../lambdas/core/health/soak-state';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { askGates } from '../../../lambdas/steps/ask-gates';
import type { Tamper } from '../../rehearsal/world/world-functions';
import { ofPlan } from './health-mutants';

/** What the function that asks gates is given. */
interface Asking {
  readonly plan: Plan;
  readonly soakState: SoakState | null;
  readonly gates: FirstGates | null;
  readonly waitSeconds: number;
  readonly iterations: number;
}

/** Gates that have answered otherwise than they did. */
function answering(change: (answer: GateAnswer) => GateAnswer): Tamper {
  return (_, { gates, ledger, clock }) => ({
    AskGates: (input) => {
      const ask: typeof gates.ask = async (...asked) => change(await gates.ask(...asked));
      return askGates({ ledger, clock, gates: { ...gates, ask } })(input as never);
    },
  });
}

/** The function that asks gates, with another input than it gets. */
function asking(change: (input: Asking) => object): Tamper {
  return (steps) => ({
    AskGates: (input) => steps.AskGates({ ...(input as Asking), ...change(input as Asking) }),
  });
}

/** An evaluation whose gates have answered otherwise; the machine keeps what they did answer. */
function evaluating(change: (state: NonNullable<SoakState['gates']>[number], now: string) => object): Tamper {
  return (steps, { clock }) => ({
    EvaluateHealth: async (input) => {
      const { soakState, ...rest } = input as { soakState: SoakState };
      const now = new Date(clock.now()).toISOString();
      const gates = soakState.gates?.map((one) => ({ ...one, ...change(one, now) }));
      const given = gates === undefined ? soakState : { ...soakState, gates };
      const output = (await steps.EvaluateHealth({ ...rest, soakState: given })) as { soakState: SoakState };
      const kept = soakState.gates === undefined ? {} : { gates: soakState.gates };
      return { ...output, soakState: { ...output.soakState, ...kept } };
    },
  });
}

/** A gate whose suite runs, as if nothing had been said before. */
function asNew({ errors, inconclusiveSince, ...state }: GateState): GateState {
  const { verdict } = state;
  return verdict === 'running'
    ? state
    : {
        ...state,
        ...(errors === undefined ? {} : { errors }),
        ...(inconclusiveSince === undefined ? {} : { inconclusiveSince }),
      };
}

const withGates = (plan: Plan, over: Partial<NonNullable<Plan['gates']>[number]>): Plan =>
  plan.gates === undefined ? plan : { ...plan, gates: plan.gates.map((gate) => ({ ...gate, ...over })) };

/** Bugs of the function that asks gates, and of what their answers come to. */
export const gateMutants = {
  'ask no gate': () => ({
    AskGates: async (input) => {
      const { soakState, waitSeconds, iterations } = input as Asking;
      const said = { verdict: 'pass', reason: 'nothing was asked', gates: null, soakState };
      return soakState === null
        ? { ...said, move: 'shift', waitSeconds: 0, iterations: iterations + 1 }
        : { ...said, move: 'soak', waitSeconds, iterations };
    },
  }),
  'take a gate that is silent for a pass': answering((answer) =>
    answer.silent === true ? { verdict: 'pass', reason: 'silent' } : answer,
  ),
  'take a gate that is silent for a failure': answering((answer) =>
    answer.silent === true ? { verdict: 'fail', reason: 'silent' } : answer,
  ),
  'take a suite that runs for a doubt': answering((answer) =>
    answer.verdict === 'running' ? { ...answer, verdict: 'inconclusive' } : answer,
  ),
  'move traffic before a gate has passed': (steps) => ({
    AskGates: async (input) => {
      const answer = (await steps.AskGates(input)) as { move: string };
      return answer.move === 'ask' ? { ...answer, move: 'shift' } : answer;
    },
  }),
  'ask gates that give errors for ever': asking(({ gates }) =>
    gates === null ? {} : { gates: { ...gates, errors: 0 } },
  ),
  'restart the limits of a gate with each run of its suite': asking(({ soakState, gates }) => ({
    ...(soakState?.gates === undefined
      ? {}
      : { soakState: { ...soakState, gates: soakState.gates.map(asNew) } }),
    ...(gates === null ? {} : { gates: { ...gates, states: gates.states.map(asNew) } }),
  })),
  'ask a gate of a soak once': asking(({ plan }) => ({
    plan: {
      ...plan,
      gates: plan.gates?.map((gate) =>
        gate.at === 'soak' ? { ...gate, everySeconds: 86_400, holdEverySeconds: 86_400 } : gate,
      ),
    },
  })),
  'wait longer for each second that a gate takes': (steps, { clock }) => ({
    AskGates: async (input) => {
      const from = clock.now();
      const output = (await steps.AskGates(input)) as { readonly waitSeconds: number };
      const spent = Math.ceil((clock.now() - from) / 1_000);
      return { ...output, waitSeconds: output.waitSeconds + 2 * spent };
    },
  }),
  'leave the gates out of an evaluation': ofPlan(({ gates: _, ...plan }) => plan),
  'let a suite run for ever': ofPlan((plan) => withGates(plan, { timeoutSeconds: 1_000_000 })),
  'take a pass of a gate from before the shift': evaluating(({ verdict }, now) =>
    verdict === 'pass' ? { since: now } : {},
  ),
  'take a pass of a gate for good': evaluating(({ verdict }, now) =>
    verdict === 'pass' ? { askedAt: now } : {},
  ),
} satisfies Readonly<Record<string, Tamper>>;
