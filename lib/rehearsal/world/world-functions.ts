import type { FunctionName } from '../../workflow/tasks';
import { type BoundStep, Functions, type FunctionUpdates } from '../aws/functions';
import { type AllPorts, bindStep, bindSteps } from './bind-steps';
import { type WorldPortsOptions, worldPorts } from './world-ports';

/** Replaces steps by others, to test whether a bug in them is found. */
export type Tamper = (
  steps: Readonly<Record<FunctionName, BoundStep>>,
  ports: AllPorts,
) => Partial<Record<FunctionName, BoundStep>>;

/** Follows every run of a step, also of one that was replaced. @returns the step that is run in its place */
export type StepWatch = (task: FunctionName, step: BoundStep) => BoundStep;

/** What is deployed of the functions, which may be updated. */
interface DeployedFunctions extends FunctionUpdates {
  /** What changes the steps of a function now. */
  tamperOf(task: FunctionName): Tamper | undefined;
}

/** The Lambda functions of a world: the deployed steps over its ports, with those that are replaced. */
export function worldFunctions(
  options: WorldPortsOptions,
  stack: DeployedFunctions,
  watchStep: StepWatch = (_, step) => step,
): Functions {
  const { clock, random } = options;
  const portsOf = worldPorts(options);
  return new Functions({
    stepOf: (task, process) => {
      const ports = portsOf(process);
      const tampered = stack.tamperOf(task)?.(bindSteps(ports), ports)[task];
      return watchStep(task, tampered ?? bindStep(task, ports));
    },
    ...{ clock, random, updates: stack },
    later: (milliseconds, event) =>
      clock.schedule(clock.now() + milliseconds, () => {
        if (event()) {
          clock.wake();
        }
      }),
  });
}
