import { defaultAllowedHosts } from '../../../lambdas/core/allowed-hosts';
import { metricLookBackSeconds } from '../../../lambdas/core/look-back';
import type { Plan } from '../../../lambdas/core/plan';
import { routeKey } from '../../../lambdas/core/route';
import type { Clock, Ledger, OperatorRequest } from '../../../lambdas/ports';
import type { GuardName } from '../../tasks';
import type { Ended, Execution } from '../asl/execution';
import type { Machine } from '../asl/machine';
import { FORWARD_ARN, REVERT_ARN } from '../deployed-machines';
import type { ActiveFault } from '../faults/fault';
import { beginFault, type Fault } from '../faults/table';
import { memoryLedger } from '../memory-ledger';
import { type Random, seededRandom } from '../random';
import type { Scenario } from '../scenario';
import { VirtualClock } from '../virtual-clock';
import { Alarms } from './alarms';
import { type AllPorts, bindSteps } from './bind-steps';
import { Calls } from './calls';
import { watchNewPath } from './data-plane';
import { EventBus } from './event-bus';
import { type BoundStep, type FunctionName, Functions } from './functions';
import { Inventory } from './inventory';
import { Metrics } from './metrics';
import { Path } from './path';
import { worldProbe } from './probe';
import { Records } from './records';
import {
  worldCertificates,
  worldExecutions,
  worldHealth,
  worldHealthChecks,
  worldLedger,
  worldRouter,
  worldTargets,
} from './services';
import { StateMachines, type Tracer } from './state-machines';
import { Traffic } from './traffic';

/** Every rehearsal begins at the same moment, so that the same inputs give the same bytes. */
export const START = Date.UTC(2026, 0, 5);
const ALIAS_TTL_SECONDS = 60;
/** As deployed. */
const RECONCILE_EVERY_MS = 300_000;
const USUAL_REQUESTS_PER_SECOND = 50;
const USUAL_LATENCY_MS = 40;

/** What a world may be given besides plan and scenario. */
export interface WorldOptions {
  /** Host patterns that smoke tests may call; absent: `gw-*` in the record's zone. */
  readonly allowedHosts?: readonly string[];
  /** Puts other steps in the place of some, to see whether anybody notices. */
  readonly tamper?: (
    steps: Readonly<Record<FunctionName, BoundStep>>,
    ports: AllPorts,
    records: Records,
  ) => Partial<Record<FunctionName, BoundStep>>;
}

/** Something that happened in the world. */
export type Teller = (event: string, detail: string) => void;

/** A simulated AWS around one plan: what is deployed, what serves, who calls, and what goes wrong. */
export class World {
  readonly clock = new VirtualClock(START);
  readonly calls: Calls;
  readonly records: Records;
  readonly paths: { readonly old: Path; readonly new: Path };
  readonly metrics: Metrics;
  readonly traffic: Traffic;
  readonly alarms: Alarms;
  readonly inventory: Inventory;
  readonly functions: Functions;
  readonly stateMachines: StateMachines;
  readonly events: EventBus;
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
    private readonly tell: Teller,
    trace: Tracer,
  ) {
    const { world } = scenario;
    const random = seededRandom(scenario.seed);
    const advance = () => this.advance();
    this.calls = new Calls(this.clock, random);
    this.records = new Records(plan.router, world, this.clock, random);
    this.paths = {
      old: new Path(world.oldPath.latencyMs ?? USUAL_LATENCY_MS, world.oldPath.errorRate, advance),
      new: new Path(world.newPath.latencyMs ?? latencyFor(plan), world.newPath.errorRate, advance),
    };
    const { alarms } = world;
    const granularityMs = 1_000 * (alarms.periodSeconds % 60 === 0 ? 60 : 10);
    this.metrics = new Metrics(granularityMs, 1_000 * alarms.delaySeconds, advance);
    this.traffic = this.makeTraffic(random);
    this.alarms = new Alarms(plan.health.alarms, alarms, this.metrics, this.clock, (name, state, reason) =>
      this.alarmChanged(name, state, reason),
    );
    this.events = new EventBus(this.clock, random);
    this.inventory = new Inventory(plan, world.targets, START);
    const ports: AllPorts = {
      router: worldRouter(this.calls, this.records),
      health: worldHealth(this.calls, this.alarms, this.metrics, this.clock, advance),
      targets: worldTargets(this.calls, this.inventory, plan.preflight.oldTargetGroupArns),
      healthChecks: worldHealthChecks(this.calls, plan.router),
      certificates: worldCertificates(this.calls, this.inventory),
      probe: worldProbe(plan, this.paths.new, this.clock, random),
      ledger: worldLedger(this.calls, this.ledger),
      clock: skewed(this.clock, world.clockSkewMs, random),
      allowedHosts: options.allowedHosts ?? defaultAllowedHosts(plan.router.recordName),
      executions: worldExecutions(this.calls, () => this.stateMachines),
      routes: [plan.router],
      log: { info: () => undefined, error: (message) => tell('log', message) },
    };
    const steps = bindSteps(ports);
    this.functions = new Functions(
      { ...steps, ...options.tamper?.(steps, ports, this.records) },
      this.clock,
      random,
    );
    this.stateMachines = new StateMachines(
      machines,
      this.functions,
      this.calls,
      this.clock,
      random,
      trace,
      (machineArn, executionArn, end) => this.executionEnded(machineArn, executionArn, end),
    );
    this.events.on('status', (detail) => this.guard('GuardExecution', { detail }));
    this.events.on('alarm', (event) => this.guard('GuardAlarm', event as object));
    this.scheduleFaults();
    this.alarms.watch(advance);
    watchNewPath(plan.router, this.alarms, this.records, this.clock, (event, detail) => {
      this.advance();
      tell(event, detail);
    });
    this.watchOver();
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
  private get forward(): string | null {
    const isRunning = (arn: string) => this.stateMachines.execution(arn)?.end === null;
    return this.forwards.find(isRunning) ?? this.forwards.at(-1) ?? null;
  }

  /** Works off the traffic until now. */
  advance(): void {
    this.traffic.advance(this.clock.now());
  }

  /** An operator's word to the cutover, through the ledger. */
  operatorSays(kind: OperatorRequest['kind'], reason: string): void {
    if (this.forward !== null) {
      const at = new Date(this.clock.now()).toISOString();
      void this.ledger
        .request(routeKey(this.plan.router), this.forward, {
          kind,
          by: 'operator',
          at,
          reason,
        })
        .catch((error: Error) => this.tell('operator not heard', error.message));
    }
  }

  /** The revert machine is started for the running cutover, beside the cutover's own revert. */
  startRevertByHand(): void {
    const input = {
      execution: this.forward,
      route: routeKey(this.plan.router),
      failure: { Cause: 'started by an operator' },
    };
    const count = this.stateMachines.executions().length;
    this.stateMachines.start(REVERT_ARN, `by-hand-${count}`, input);
  }

  /** Another execution holds the route. */
  lockByAnother(): void {
    const acquiredAt = new Date(this.clock.now()).toISOString();
    const execution = `${FORWARD_ARN.replace(':stateMachine:', ':execution:')}:another`;
    void this.ledger.acquire(routeKey(this.plan.router), this.plan.router, {
      execution,
      planName: 'another',
      acquiredAt,
    });
  }

  /** Somebody presses "Stop execution" in the console. */
  stopCutover(): void {
    if (this.forward !== null) {
      this.stateMachines
        .execution(this.forward)
        ?.execution.stop('StoppedByOperator', 'stopped in the console');
    }
  }

  private alarmChanged(alarmName: string, value: string, reason: string): void {
    this.tell(`alarm ${value}`, `"${alarmName}": ${reason}`);
    if (value === 'ALARM') {
      const time = new Date(this.clock.now()).toISOString();
      this.events.emit('alarm', { time, detail: { alarmName, state: { value, reason } } });
    }
  }

  private executionEnded(machineArn: string, executionArn: string, end: Ended): void {
    if (machineArn === FORWARD_ARN && end.status !== 'SUCCEEDED') {
      const { status, error = null, cause = null } = end;
      this.events.emit('status', { executionArn, status, error, cause });
    }
  }

  /** The reconciler's schedule. */
  private watchOver(): void {
    this.clock.schedule(this.clock.now() + RECONCILE_EVERY_MS, () => {
      this.guard('Reconcile', {}).catch(() => undefined);
      this.watchOver();
    });
  }

  /** Invokes a guard, and tells what it did when it did something. */
  private async guard(name: GuardName, input: object): Promise<void> {
    const done = (await this.functions.invoke(name, input)) as { reason: string } & Record<string, unknown>;
    if (Object.values(done).some((value) => Array.isArray(value) && value.length > 0)) {
      this.tell(name, done.reason);
    }
  }

  private makeTraffic(random: Random): Traffic {
    const { traffic, world } = this.scenario;
    const setup = {
      ...traffic,
      requestsPerSecond: traffic.requestsPerSecond ?? requestsFor(this.plan, this.scenario),
      ttlSeconds: world.alias ? ALIAS_TTL_SECONDS : world.ttlSeconds,
    };
    return new Traffic(setup, this.records, this.paths, this.metrics, random, START);
  }

  private scheduleFaults(): void {
    const waiting = new Set<() => void>();
    for (const [index, fault] of this.scenario.faults.entries()) {
      const begin = () => this.begin(fault, `faults[${index}] ${fault.kind}`);
      if (fault.at === 0) {
        begin();
      } else if (fault.at !== undefined) {
        this.clock.schedule(START + 1_000 * fault.at, begin);
      } else {
        const { whenPercentAtLeast = 0 } = fault;
        const onPercent = () => {
          if (waiting.has(onPercent) && this.records.percent() >= whenPercentAtLeast) {
            waiting.delete(onPercent);
            begin();
          }
        };
        waiting.add(onPercent);
      }
    }
    this.records.onChange(() => {
      for (const onPercent of [...waiting]) {
        onPercent();
      }
    });
  }

  private begin(fault: Fault, label: string): void {
    this.clock.wake();
    this.faultAt ??= this.clock.now();
    this.advance();
    this.tell('fault began', label);
    const active: ActiveFault = beginFault(this, fault, label);
    if (fault.forSeconds !== undefined) {
      this.clock.schedule(this.clock.now() + 1_000 * fault.forSeconds, () => {
        this.advance();
        active.end();
        this.tell('fault ended', label);
      });
    }
  }
}

/** Fast enough that no smoke check of the plan is missed by chance. */
function latencyFor(plan: Plan): number {
  const limits = plan.smokeTest.checks.map((check) =>
    Math.min(check.timeoutMs, check.maxLatencyMs ?? check.timeoutMs),
  );
  return Math.min(USUAL_LATENCY_MS, Math.min(...limits) / 8);
}

/** Enough traffic that the plan's minimum is seen, at its lowest percent, by the time alarms can be believed. */
function requestsFor(plan: Plan, { world }: Scenario): number {
  const percents = plan.stages.map((stage) => stage.percent).filter((percent) => percent > 0);
  const lowest = Math.min(...percents) / 100;
  const { evaluationPeriods, periodSeconds } = world.alarms;
  const seenSeconds = Math.max(60, metricLookBackSeconds(evaluationPeriods, periodSeconds) - 120);
  const wanted = 2 * (plan.health.minRequests?.count ?? 0) + 20;
  return Math.max(USUAL_REQUESTS_PER_SECOND, wanted / (lowest * seenSeconds));
}

/** Every function's clock is off by a little, and not always by the same. */
function skewed(clock: VirtualClock, skewMs: number, random: Random): Clock {
  return {
    now: () => clock.now() + (skewMs === 0 ? 0 : Math.round(random.between(-skewMs, skewMs))),
    sleep: (milliseconds) => clock.sleep(milliseconds),
  };
}
