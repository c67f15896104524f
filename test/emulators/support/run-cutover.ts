import type { Executions } from '../../../lambdas/ports';
import type { Ended } from '../../../lib/rehearsal/asl/execution';
import { Calls } from '../../../lib/rehearsal/aws/calls';
import type { Functions } from '../../../lib/rehearsal/aws/functions';
import { worldExecutions } from '../../../lib/rehearsal/aws/services';
import { StateMachines } from '../../../lib/rehearsal/aws/state-machines';
import { deployedMachines, FORWARD_ARN } from '../../../lib/rehearsal/deployed-machines';
import { seededRandom } from '../../../lib/rehearsal/kernel/random';
import type { PlanInput } from '../../support/plans/plans';
import { realClock } from './real-clock';

/**
 * Runs a cutover through the deployed state machines to its end, in real time. The functions see the
 * executions of these machines.
 */
export function runCutover(
  functionsOf: (executions: Executions) => Pick<Functions, 'invoke'>,
  plan: PlanInput,
): Promise<Ended> {
  const random = seededRandom(1);
  const calls = new Calls(realClock, random);
  const trace = () => undefined;
  const machines = deployedMachines();
  const functions = functionsOf(worldExecutions(calls, () => service));
  const service: StateMachines = new StateMachines({
    machines,
    functions,
    calls,
    clock: realClock,
    random,
    trace,
  });
  return service.start(FORWARD_ARN, plan.name, plan).ended;
}
