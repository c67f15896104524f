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
  References,
  RouteRecords,
  TargetHealth,
  TrafficRouter,
} from '../../../lambdas/ports';
import { type FunctionName, guards, tasks } from '../../workflow/tasks';
import type { BoundStep } from '../aws/functions';

/** Everything that any step may ask for. */
export interface AllPorts {
  readonly router: TrafficRouter;
  readonly records: RouteRecords;
  readonly health: HealthSource;
  readonly targets: TargetHealth;
  readonly references: References;
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

const registered = { ...tasks, ...guards };

/** Gives the ports to a step of the registry: the same step that the Lambda function runs. */
export function bindStep(name: FunctionName, ports: AllPorts): BoundStep {
  const step = registered[name].step as unknown as (ports: AllPorts) => BoundStep;
  return step(ports);
}

/** Gives the ports to every step of the registry. */
export function bindSteps(ports: AllPorts): Record<FunctionName, BoundStep> {
  const names = Object.keys(registered) as FunctionName[];
  return Object.fromEntries(names.map((name) => [name, bindStep(name, ports)])) as Record<
    FunctionName,
    BoundStep
  >;
}
