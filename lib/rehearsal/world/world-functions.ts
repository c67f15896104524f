import type { FunctionName } from '../../workflow/tasks';
import { type BoundStep, Functions } from '../aws/functions';
import { type AllPorts, bindStep, bindSteps } from './bind-steps';
import { type WorldPortsOptions, worldPorts } from './world-ports';

/** Replaces steps by others, to test whether a bug in them is found. */
export type Tamper = (
  steps: Readonly<Record<FunctionName, BoundStep>>,
  ports: AllPorts,
) => Partial<Record<FunctionName, BoundStep>>;

/** Follows every run of a step, also of one that was replaced. @returns the step that is run in its place */
export type StepWatch = (task: FunctionName, step: BoundStep) => BoundStep;

/** How the steps of a world differ from those that are deployed. */
export interface ChangedSteps {
  readonly tamper?: Tamper | undefined;
  readonly watchStep?: StepWatch | undefined;
}

/** The Lambda functions of a world: the deployed steps over its ports, with those that are replaced. */
export function worldFunctions(
  options: WorldPortsOptions,
  { tamper, watchStep = (_, step) => step }: ChangedSteps,
): Functions {
  const { clock, random } = options;
  const portsOf = worldPorts(options);
  return new Functions({
    stepOf: (task, process) => {
      const ports = portsOf(process);
      return watchStep(task, tamper?.(bindSteps(ports), ports)[task] ?? bindStep(task, ports));
    },
    ...{ clock, random },
    later: (milliseconds, event) =>
      clock.schedule(clock.now() + milliseconds, () => {
        if (event()) {
          clock.wake();
        }
      }),
  });
}
