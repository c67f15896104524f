import type { FunctionName } from '../../workflow/tasks';
import { type BoundStep, Functions } from '../aws/functions';
import { type AllPorts, bindStep, bindSteps } from './bind-steps';
import { type WorldPortsOptions, worldPorts } from './world-ports';

/** Replaces steps by others, to test whether a bug in them is found. */
export type Tamper = (
  steps: Readonly<Record<FunctionName, BoundStep>>,
  ports: AllPorts,
) => Partial<Record<FunctionName, BoundStep>>;

/** The Lambda functions of a world: the deployed steps over its ports, with those that are replaced. */
export function worldFunctions(options: WorldPortsOptions, tamper?: Tamper): Functions {
  const { clock, random } = options;
  const portsOf = worldPorts(options);
  return new Functions({
    stepOf: (task, process) => {
      const ports = portsOf(process);
      return tamper?.(bindSteps(ports), ports)[task] ?? bindStep(task, ports);
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
