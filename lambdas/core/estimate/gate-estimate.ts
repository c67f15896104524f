import { mostFirstRounds } from '../gates/first-gates';
import { answerSeconds, firstGates, gatesOfPhase, type WithGates } from '../gates/gate';
import type { Plan } from '../plan/plan';

/** The Task that asks gates, and the Choice after it. */
export const PER_GATES = { events: 7, transitions: 2, invocations: 1 };

/** Events that gates add to each iteration of the soaks of a plan. */
export function gateEvents(plan: WithGates): number {
  return gatesOfPhase(plan, 'soak').length === 0 ? 0 : PER_GATES.events;
}

/** What the estimate of a phase says of its evaluations, each of which follows a Task that asks gates. */
interface GatedPhase {
  readonly phase: 'stage' | 'deployment' | 'hold';
  readonly evaluations: number;
}

/** How often gates are asked if all goes well: once before traffic, and with each evaluation. */
export function gateTasks(plan: WithGates, phases: readonly GatedPhase[]): number {
  const first = firstGates(plan).length === 0 ? 0 : 1;
  return phases
    .filter(({ phase }) => phase !== 'deployment')
    .filter(({ phase }) => gatesOfPhase(plan, phase === 'hold' ? 'hold' : 'soak').length > 0)
    .reduce((sum, { evaluations }) => sum + evaluations, first);
}

/**
 * The most events before any traffic moves, while gates are asked again and again: Wait, Task and Choice.
 * @param perIteration the events of one iteration of a loop
 */
export function firstGateEvents(plan: Pick<Plan, 'gates' | 'health'>, perIteration: number): number {
  return mostFirstRounds(plan) * perIteration;
}

/** The most seconds for which an evaluation waits for the answers of gates. */
export function gateWaitSeconds(plan: WithGates): number {
  const asked = [...gatesOfPhase(plan, 'soak'), ...gatesOfPhase(plan, 'hold')];
  return Math.max(0, ...asked.map(answerSeconds));
}
