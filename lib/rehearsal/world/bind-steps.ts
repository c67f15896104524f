import type {
  Certificates,
  Clock,
  HealthSource,
  HttpProbe,
  Ledger,
  Log,
  TargetHealth,
  TrafficRouter,
} from '../../../lambdas/ports';
import { type TaskName, tasks } from '../../tasks';
import type { BoundStep } from './functions';

/** Everything that any step may ask for. */
export interface AllPorts {
  readonly router: TrafficRouter;
  readonly health: HealthSource;
  readonly targets: TargetHealth;
  readonly certificates: Certificates;
  readonly probe: HttpProbe;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly log: Log;
  readonly allowedHosts: readonly string[];
}

/** Gives the ports to every step of the registry: the same steps that the Lambda functions run. */
export function bindSteps(ports: AllPorts): Record<TaskName, BoundStep> {
  const bound = Object.entries(tasks).map(([name, task]) => {
    const step = task.step as unknown as (ports: AllPorts) => BoundStep;
    return [name, step(ports)];
  });
  return Object.fromEntries(bound) as Record<TaskName, BoundStep>;
}
