import type { Plan } from '../../../lambdas/core/plan/plan';
import type { Ledger } from '../../../lambdas/ports';
import type { FunctionName } from '../../workflow/tasks';
import type { Execution } from '../asl/execution';
import type { Machine } from '../asl/machine';
import { Alarms } from '../aws/alarms';
import { Calls } from '../aws/calls';
import { CodeDeploy } from '../aws/code-deploy';
import { type BoundStep, Functions } from '../aws/functions';
import { memoryLedger } from '../aws/memory-ledger';
import { Metrics } from '../aws/metrics';
import { PreflightAccount } from '../aws/preflight-account';
import { ReferenceAccount } from '../aws/reference-account';
import { StateMachines, type Tracer } from '../aws/state-machines';
import { FORWARD_ARN } from '../deployed-machines';
import { FaultSchedule } from '../faults/fault-schedule';
import { type Random, seededRandom } from '../kernel/random';
import { VirtualClock } from '../kernel/virtual-clock';
import { makeSplit } from '../routers/make-split';
import { watchNewPath } from '../routers/route53/data-plane';
import { Records } from '../routers/route53/records';
import type { Split } from '../routers/split';
import type { Scenario } from '../scenario';
import { clientsOf } from '../traffic/clients';
import { DEFAULT_LATENCY_MS, latencyFor, requestsFor } from '../traffic/default-traffic';
import { Path } from '../traffic/path';
import { Traffic } from '../traffic/traffic';
import { type AllPorts, bindStep, bindSteps } from './bind-steps';
import { Guards } from './guards';
import { OperatorActions } from './operator-actions';
import { worldPorts } from './world-ports';

/** Every rehearsal begins at the same moment, so that the same inputs give the same bytes. */
export const START = Date.UTC(2026, 0, 5);

/** What a world may be given besides plan and scenario. */
export interface WorldOptions {
  /** Host patterns that smoke tests may call; absent: `gw-*` in the record's zone. */
  readonly allowedHosts?: readonly string[];
  /** Puts other steps in the place of some, to see whether anybody notices. */
  readonly tamper?: (
    steps: Readonly<Record<FunctionName, BoundStep>>,
    ports: AllPorts,
    split: Split,
  ) => Partial<Record<FunctionName, BoundStep>>;
}

/** Something that happened in the world. */
export type EventSink = (event: string, detail: string) => void;

/** A simulated AWS around one plan: what is deployed, what serves, who calls, and what goes wrong. */
export class World {
  readonly clock = new VirtualClock(START);
  readonly calls: Calls;
  readonly split: Split;
  readonly paths: { readonly old: Path; readonly new: Path };
  readonly metrics: Metrics;
  readonly traffic: Traffic;
  readonly alarms: Alarms;
  readonly preflightAccount: PreflightAccount;
  readonly codeDeploy: CodeDeploy;
  readonly referenceAccount: ReferenceAccount;
  readonly functions: Functions;
  readonly stateMachines: StateMachines;
  readonly guards: Guards;
  readonly operatorActions: OperatorActions;
  /** Without the network between: what is really in the table. */
  readonly ledger: Ledger = memoryLedger();
  /** Epoch milliseconds at which the first fault began, or null. */
  faultAt: number | null = null;
  private readonly forwards: string[] = [];
  /** ARNs of forward executions begin with this. */
  readonly cutoverArn = `${FORWARD_ARN.replace(':stateMachine:', ':execution:')}:`;

  constructor(
    readonly plan: Plan,
    readonly scenario: Scenario,
    machines: ReadonlyMap<string, Machine>,
    options: WorldOptions,
    tell: EventSink,
    trace: Tracer,
  ) {
    const { clock } = this;
    const { world } = scenario;
    const random = seededRandom(scenario.seed);
    const advance = () => this.advance();
    this.calls = new Calls(clock, random);
    this.split = makeSplit(plan.router, world, clock, random);
    this.paths = {
      old: new Path(world.oldPath.latencyMs ?? DEFAULT_LATENCY_MS, world.oldPath.errorRate, advance),
      new: new Path(world.newPath.latencyMs ?? latencyFor(plan), world.newPath.errorRate, advance),
    };
    const { alarms } = world;
    const granularityMs = 1_000 * (alarms.periodSeconds % 60 === 0 ? 60 : 10);
    this.metrics = new Metrics(granularityMs, 1_000 * alarms.delaySeconds, advance);
    this.traffic = this.makeTraffic(random);
    this.guards = new Guards(() => this.functions, clock, random, tell);
    this.alarms = new Alarms(plan.health.alarms, alarms, this.metrics, clock, (name, state, reason) =>
      this.guards.alarmChanged(name, state, reason),
    );
    this.codeDeploy = new CodeDeploy(clock, world.deploymentSeconds, tell);
    this.preflightAccount = new PreflightAccount(plan, world.targets, START);
    this.referenceAccount = new ReferenceAccount(plan, {
      records: () => (this.split instanceof Records ? this.split.list() : []),
      percent: () => this.split.percent(),
    });
    this.functions = this.makeFunctions(random, tell, options);
    this.stateMachines = new StateMachines(
      machines,
      this.functions,
      this.calls,
      clock,
      random,
      trace,
      (machineArn, executionArn, end) => this.guards.executionEnded(machineArn, executionArn, end),
    );
    this.operatorActions = new OperatorActions(this, tell);
    new FaultSchedule(this, tell, START);
    this.alarms.watch(advance);
    if (plan.router.kind === 'route53' && this.split instanceof Records) {
      watchNewPath(plan.router, this.alarms, this.split, clock, (event, detail) => {
        this.advance();
        tell(event, detail);
      });
    }
    this.guards.start();
  }

  /** Starts a cutover as `StartExecution` does. */
  startCutover(input: unknown): Execution {
    const number = this.forwards.length + 1;
    const name = number === 1 ? 'rehearsal' : `rehearsal-${number}`;
    const execution = this.stateMachines.start(FORWARD_ARN, name, input);
    this.forwards.push(execution.arn);
    return execution;
  }

  /** The cutover that people mean: of those that run the one that was first, else the last one; null before any. */
  forward(): string | null {
    const isRunning = (arn: string) => this.stateMachines.execution(arn)?.end === null;
    return this.forwards.find(isRunning) ?? this.forwards.at(-1) ?? null;
  }

  /** Works off the traffic until now. */
  advance(): void {
    this.traffic.advance(this.clock.now());
  }

  private makeFunctions(random: Random, tell: EventSink, { tamper, allowedHosts }: WorldOptions): Functions {
    const portsOf = worldPorts(this, random, tell, allowedHosts);
    return new Functions(
      (task, process) => {
        const ports = portsOf(process);
        return tamper?.(bindSteps(ports), ports, this.split)[task] ?? bindStep(task, ports);
      },
      this.clock,
      random,
      (milliseconds, event) =>
        this.clock.schedule(this.clock.now() + milliseconds, () => {
          if (event()) {
            this.clock.wake();
          }
        }),
    );
  }

  /** The hour before the start, when all traffic was on the old path, for a comparison with it. */
  private rememberOldPath(requestsPerSecond: number): void {
    const { old } = this.paths;
    const requests = Math.round(60 * requestsPerSecond);
    for (let minute = 1; minute <= 60; minute += 1) {
      const failed = Math.round(requests * old.failures().rate);
      this.metrics.add('old', START - 60_000 * minute, requests, failed, old.latency());
    }
  }

  private makeTraffic(random: Random): Traffic {
    const { plan, scenario, split, paths, metrics } = this;
    const requestsPerSecond = scenario.traffic.requestsPerSecond ?? requestsFor(plan, scenario);
    this.rememberOldPath(requestsPerSecond);
    const clients = clientsOf(plan.router, scenario);
    return new Traffic(requestsPerSecond, clients, split, paths, metrics, random, START);
  }
}
