import type {
  Certificates,
  ChangeSets,
  Clock,
  Deployments,
  Executions,
  HealthChecks,
  HealthSource,
  HttpProbe,
  Ledger,
  Log,
  Pointers,
  RouteRecords,
  TargetHealth,
  TrafficRouter,
} from '../../../lambdas/ports';
import { guards, tasks } from '../../tasks';
import type { BoundStep, FunctionName } from './functions';

/** Everything that any step may ask for. */
export interface AllPorts {
  readonly router: TrafficRouter;
  readonly records: RouteRecords;
  readonly health: HealthSource;
  readonly targets: TargetHealth;
  readonly pointers: Pointers;
  readonly healthChecks: HealthChecks;
  readonly changeSets: ChangeSets;
  readonly certificates: Certificates;
  readonly deployments: Deployments;
  readonly probe: HttpProbe;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly log: Log;
  readonly executions: Executions;
  readonly allowedHosts: readonly string[];
  readonly routes: readonly string[];
}

/** Gives the ports to every step of the registry: the same steps that the Lambda functions run. */
export function bindSteps(ports: AllPorts): Record<FunctionName, BoundStep> {
  const bound = Object.entries({ ...tasks, ...guards }).map(([name, task]) => {
    const step = task.step as unknown as (ports: AllPorts) => BoundStep;
    return [name, step(ports)];
  });
  return Object.fromEntries(bound) as Record<FunctionName, BoundStep>;
}
