import { maxIterations } from '../core/estimate/estimate';
import { dueFirstGates, dueGates } from '../core/gates/due-gates';
import {
  decideFirstGates,
  type FirstGates,
  type FirstGatesDecision,
  NOTHING_ASKED,
} from '../core/gates/first-gates';
import { answerSeconds, type Gate } from '../core/gates/gate';
import { silence } from '../core/gates/gate-answer';
import { type DeployedGate, deployedGateProblems } from '../core/gates/gate-problems';
import { type GatePhase, questionOf } from '../core/gates/gate-question';
import { afterAnswer, type GateState, gateStateOf, nextQuestion } from '../core/gates/gate-state';
import { judgeGates } from '../core/gates/judge-gates';
import type { SoakState } from '../core/health/soak-state';
import { type Judgement, worst } from '../core/health/verdict';
import type { Plan } from '../core/plan/plan';
import { holdsLock, lockLost } from '../core/shared/lock';
import { commandState, describeCommand, parseCommands } from '../core/shared/operator-command';
import { describeProblems } from '../core/validation/problems';
import type { Clock, Gates, Ledger } from '../ports';
import { currentTime } from './support/read-time';

/** What the step needs. */
export interface AskGatesPorts {
  readonly gates: Gates;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** The gates of the deployment. Absent: any, without limits on their hosts. */
  readonly deployedGates?: readonly DeployedGate[];
}

interface Input {
  readonly plan: Plan;
  readonly execution: string;
  readonly route: string;
  readonly fence: number;
  /** The soak of the stage that has traffic; null before any traffic moves. */
  readonly soakState: SoakState | null;
  /** Before any traffic moves: how far the gates are; null before the first question. */
  readonly gates: FirstGates | null;
  /** Seconds until the next evaluation, in a soak. */
  readonly waitSeconds: number;
  /** Iterations of all loops so far. */
  readonly iterations: number;
}

interface Output extends Judgement {
  /**
   * Before traffic: `shift`, `ask` again after `waitSeconds`, or `reject`. In a soak: `soak` on, or
   * `evaluate` at once, because a gate has failed or the cutover has lost its lock.
   */
  readonly move: FirstGatesDecision['move'] | 'soak' | 'evaluate';
  readonly waitSeconds: number;
  readonly gates: FirstGates | null;
  readonly soakState: SoakState | null;
  readonly iterations: number;
}

/**
 * Asks the gates that are due, all at the same time, and returns what they say. Before any traffic moves it
 * decides whether it may; in a soak the evaluation that follows decides, together with all other measures. A
 * retry of this step asks the same questions again, with the same ids.
 * @throws ServiceBusyError when the ledger is busy
 */
export const askGates =
  (ports: AskGatesPorts) =>
  async (input: Input): Promise<Output> => {
    const { soakState } = input;
    const stopped = await whyNot(ports, input);
    return soakState === null
      ? askBeforeTraffic(ports, input, stopped)
      : askInSoak(ports, { ...input, soakState }, stopped);
  };

/** Why no gate may be asked: the lock is lost, or an operator has aborted the cutover. Null: they may. */
async function whyNot(ports: AskGatesPorts, input: Input): Promise<string | null> {
  const { route, fence } = input;
  const entry = await ports.ledger.read(route);
  if (!holdsLock(entry, fence)) {
    return lockLost(route, fence);
  }
  // What cannot be read as a command is refused by the steps that go on to change something.
  const stored = parseCommands(entry.commands, { began: entry.lock.acquiredAt, now: currentTime(ports) });
  const { aborted } = commandState(stored.flatMap((one) => (one.ok ? [one.command] : [])));
  return aborted === null ? null : describeCommand('aborted', aborted);
}

async function askBeforeTraffic(ports: AskGatesPorts, input: Input, stopped: string | null): Promise<Output> {
  const { plan } = input;
  const before = input.gates ?? NOTHING_ASKED;
  const iterations = input.iterations + 1;
  const common = { soakState: null, iterations };
  if (stopped !== null) {
    return { ...common, move: 'reject', verdict: 'fail', reason: stopped, waitSeconds: 0, gates: before };
  }
  const due = dueFirstGates(plan, before.states);
  const about = { phase: 'before-traffic', stage: null } as const;
  const states = await askAll(ports, input, { ...about, due, states: before.states });
  const isHistoryFull = iterations >= maxIterations(plan);
  const decision = decideFirstGates({ plan, before, states, isHistoryFull, now: currentTime(ports) });
  return { ...common, ...decision };
}

async function askInSoak(
  ports: AskGatesPorts,
  input: Input & { readonly soakState: SoakState },
  stopped: string | null,
): Promise<Output> {
  const { plan, waitSeconds, iterations, soakState } = input;
  const common = { gates: null, iterations };
  if (stopped !== null) {
    return { ...common, move: 'evaluate', verdict: 'error', reason: stopped, waitSeconds: 0, soakState };
  }
  const begin = ports.clock.now();
  const { phase, stage, gates = [] } = soakState;
  const due = dueGates(plan, soakState, currentTime(ports));
  const states = await askAll(ports, input, { phase, stage, due, states: gates });
  const asked: SoakState = { ...soakState, gates: states };
  const judgement = worst([...judgeGates(plan, asked, currentTime(ports))]);
  const spent = (ports.clock.now() - begin) / 1_000;
  const hasFailed = judgement.verdict === 'fail';
  return {
    ...common,
    move: hasFailed ? 'evaluate' : 'soak',
    ...judgement,
    waitSeconds: hasFailed ? 0 : Math.max(0, Math.ceil(waitSeconds - spent)),
    soakState: asked,
  };
}

/** A round of questions. */
interface Round {
  readonly phase: GatePhase;
  readonly stage: number | null;
  readonly due: readonly Gate[];
  readonly states: readonly GateState[];
}

/** Asks all that are due at the same time. @returns the states after their answers */
async function askAll(ports: AskGatesPorts, input: Input, round: Round): Promise<readonly GateState[]> {
  const { plan, execution, route } = input;
  const { phase, stage, due, states } = round;
  const { deployedGates } = ports;
  // ValidatePlan checked the plan against the same list. This keeps a gate from any other host.
  const refused = deployedGates === undefined ? [] : deployedGateProblems(plan, deployedGates);
  const now = new Date(currentTime(ports)).toISOString();
  const answers = await Promise.all(
    due.map(async (gate) => {
      const question = { ...nextQuestion(gateStateOf(states, gate), now), askedAt: now };
      const { attempt } = question;
      const hosts = deployedGates?.find(({ name }) => name === gate.name)?.hosts ?? null;
      const about = { gate, phase, execution, route, stage, attempt, allowedHosts: hosts };
      const answer =
        refused.length > 0
          ? silence(`it was not asked: ${describeProblems(refused)}`)
          : await ask(ports.gates, questionOf(plan, about), answerSeconds(gate));
      return { gate, question, answer };
    }),
  );
  const answeredAt = new Date(currentTime(ports)).toISOString();
  return answers.reduce(
    (after, { gate, question, answer }) => afterAnswer(after, gate, { ...question, answeredAt }, answer),
    states,
  );
}

/** One gate that cannot be asked must not keep the answers of the others from being read. */
async function ask(gates: Gates, question: Parameters<Gates['ask']>[0], seconds: number) {
  try {
    return await gates.ask(question, 1_000 * seconds);
  } catch (error) {
    return silence(`it could not be asked (${(error as Error).name})`);
  }
}
