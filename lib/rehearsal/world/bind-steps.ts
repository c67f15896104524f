import type { Policy } from '../../../lambdas/core/policy/policy';
import type { ProductionNameTest } from '../../../lambdas/core/smoke-test/production-name';
import type {
  AutoScalingGroups,
  Balancers,
  Certificates,
  ChangeCalendars,
  ChangeSets,
  Clock,
  Deployments,
  Digest,
  Executions,
  ForwardExecutions,
  Gates,
  HealthChecks,
  HealthSource,
  HttpProbe,
  Ledger,
  Log,
  References,
  RouteRecords,
  SecretSource,
  TargetHealth,
  TrafficRouter,
} from '../../../lambdas/ports';
import { type FunctionName, functionNames, registeredTask } from '../../workflow/tasks';
import type { BoundStep } from '../aws/functions';

/** The ports of all steps. */
export interface AllPorts {
  readonly router: TrafficRouter;
  readonly records: RouteRecords;
  readonly health: HealthSource;
  readonly targets: TargetHealth;
  readonly autoScalingGroups: AutoScalingGroups;
  readonly balancers: Balancers;
  readonly references: References;
  readonly healthChecks: HealthChecks;
  readonly changeSets: ChangeSets;
  readonly calendars: ChangeCalendars;
  readonly certificates: Certificates;
  readonly deployments: Deployments;
  readonly probe: HttpProbe;
  readonly secrets: SecretSource;
  readonly gates: Gates;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly log: Log;
  readonly executions: Executions;
  readonly forwardExecutions: ForwardExecutions;
  readonly digest: Digest;
  readonly allowedHosts: readonly string[];
  readonly productionNameTest: ProductionNameTest;
  readonly routes: readonly string[];
  readonly policy?: Policy | undefined;
  /** The name of the ledger's table. */
  readonly ledgerTable: string;
}

/** A step of the registry over these ports: the same step that the Lambda function runs. */
export function bindStep(name: FunctionName, ports: AllPorts): BoundStep {
  const step = registeredTask(name).step as unknown as (ports: AllPorts) => BoundStep;
  return step(ports);
}

/** Every step of the registry over these ports. */
export function bindSteps(ports: AllPorts): Record<FunctionName, BoundStep> {
  return Object.fromEntries(functionNames.map((name) => [name, bindStep(name, ports)])) as Record<
    FunctionName,
    BoundStep
  >;
}
