import { sha256 } from '../../../lambdas/adapters/shared/sha256';
import { personOf } from '../../../lambdas/core/operate/caller';
import { planText } from '../../../lambdas/core/operate/starter';
import { gainedPercent, gainingPath, type PathName } from '../../../lambdas/core/plan/direction';
import type { Plan } from '../../../lambdas/core/plan/plan';
import type { Policy } from '../../../lambdas/core/policy/policy';
import { routeKey } from '../../../lambdas/core/routers/route';
import type { Ledger } from '../../../lambdas/ports';
import { metricPeriodSeconds, setupOfEach } from '../aws/alarms/alarm-setup';
import { Alarms } from '../aws/alarms/alarms';
import { Calls } from '../aws/calls';
import { CodeDeploy } from '../aws/code-deploy';
import type { Functions } from '../aws/functions';
import { GateFunctions } from '../aws/gate-functions';
import { memoryLedger } from '../aws/memory-ledger';
import { Metrics } from '../aws/metrics';
import { SimulatedCalendars } from '../aws/preflight/change-calendars';
import { PreflightAccount } from '../aws/preflight/preflight-account';
import { ReferenceAccount } from '../aws/reference-account';
import { StateMachines, type Tracer } from '../aws/state-machines';
import { FaultSchedule } from '../faults/fault-schedule';
import type { FaultTarget } from '../faults/fault-target';
import { arnOfPrincipal } from '../faults/principal';
import { seededRandom } from '../kernel/random';
import { VirtualClock } from '../kernel/virtual-clock';
import { controlPlaneOf, makeSplit } from '../routers/registry';
import { ALL_SHIFTED, NOTHING_SHIFTED } from '../routers/route-setup';
import type { Split } from '../routers/split';
import type { Scenario } from '../scenario';
import type { EventSink } from '../timeline/timeline-event';
import { NewRecordTarget } from '../traffic/new-record-target';
import type { Path } from '../traffic/path';
import { type WorldProbe, worldProbe } from '../traffic/probe';
import { makePaths, startTraffic } from '../traffic/start-traffic';
import type { Traffic } from '../traffic/traffic';
import { Cutovers } from './cutovers';
import { DeployedStack, type Release } from './deployed-stack';
import { Guards } from './guards';
import { OperatorActions } from './operator-actions';
import { type StepWatch, worldFunctions } from './world-functions';

/**
 * When every rehearsal starts, in epoch milliseconds: always the same, so that the same inputs give the same
 * bytes.
 */
export const START = Date.UTC(2026, 0, 5);

/** What a world is made from. */
export interface WorldOptions extends Release {
  readonly plan: Plan;
  readonly scenario: Scenario;
  /** What an upgrade deploys; absent: the same release. */
  readonly next?: Release | undefined;
  /** The table; absent: a new one in memory. */
  readonly ledger?: Ledger | undefined;
  readonly watchStep?: StepWatch | undefined;
  readonly emit: EventSink;
  readonly trace: Tracer;
  /** Host patterns that smoke tests may call; absent: `gw-*` in the record's zone. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** The policy of the deployment; absent: none. */
  readonly policy?: Policy | undefined;
}

/**
 * A simulated AWS around one plan: what is deployed, what serves, who sends requests, and what goes wrong.
 */
export class World implements FaultTarget {
  readonly clock = new VirtualClock(START);
  readonly plan: Plan;
  readonly scenario: Scenario;
  readonly calls: Calls;
  readonly split: Split;
  readonly controlPlane: string;
  readonly paths: { readonly old: Path; readonly new: Path };
  readonly newTarget: NewRecordTarget;
  readonly metrics: Metrics;
  readonly traffic: Traffic;
  /** What the requests of smoke tests and probes reach. */
  readonly probe: WorldProbe;
  readonly alarms: Alarms;
  readonly calendars: SimulatedCalendars;
  readonly preflightAccount: PreflightAccount;
  readonly codeDeploy: CodeDeploy;
  readonly gateFunctions: GateFunctions;
  readonly referenceAccount: ReferenceAccount;
  readonly functions: Functions;
  readonly stateMachines: StateMachines;
  readonly cutovers: Cutovers;
  readonly guards: Guards;
  readonly operators: OperatorActions;
  readonly stack: DeployedStack;
  /** The table itself, without the network in between. */
  readonly ledger: Ledger;
  /** Works off the traffic until now. */
  readonly advance = (): void => this.traffic.advance(this.clock.now());
  private readonly emit: EventSink;

  constructor(options: WorldOptions) {
    const { plan, scenario, emit } = options;
    const { clock, advance } = this;
    const { world } = scenario;
    const random = seededRandom(scenario.seed);
    this.plan = plan;
    this.scenario = scenario;
    this.emit = emit;
    this.ledger = options.ledger ?? memoryLedger();
    this.stack = new DeployedStack({ clock, random, release: options, next: options.next });
    this.calls = new Calls(clock, random);
    this.split = makeSplit({ route: plan.router, setup: recordsThatFit(plan, world), clock, random });
    this.controlPlane = controlPlaneOf(plan.router);
    this.newTarget = new NewRecordTarget(scenario.seed);
    this.paths = makePaths(plan, world, advance);
    const { alarms } = world;
    const granularityMs = 1_000 * metricPeriodSeconds(setupOfEach(alarms, plan.health.alarms.length));
    this.metrics = new Metrics(granularityMs, 1_000 * alarms.delaySeconds, advance);
    this.traffic = startTraffic({
      ...{ plan, scenario, split: this.split, paths: this.paths, metrics: this.metrics, random },
      startsAt: START,
    });
    const { newTarget } = this;
    this.probe = worldProbe({
      ...{ plan, paths: this.paths, newTarget, clock, random },
      served: (path, failed) =>
        this.metrics.add(path, clock.now(), 1, failed ? 1 : 0, this.paths[path].latency()),
    });
    this.guards = new Guards({ functions: () => this.functions, clock, random, emit });
    this.alarms = new Alarms({
      ...{ names: plan.health.alarms, setup: alarms, metrics: this.metrics, path: gainingPath(plan), clock },
      serves: gainedPercent(plan, this.split.percent()) > 0,
      healthyTargets: () => this.healthyTargets(gainingPath(plan)),
      onChange: (name, state, reason) => this.guards.alarmChanged(name, state, reason),
    });
    this.codeDeploy = new CodeDeploy(clock, world.deploymentSeconds, emit);
    this.calendars = new SimulatedCalendars(plan.changeCalendars ?? [], () => clock.now());
    this.gateFunctions = new GateFunctions(scenario.gates, clock, START);
    this.preflightAccount = new PreflightAccount(plan, world.targets, START);
    this.referenceAccount = new ReferenceAccount(plan, this.split.references);
    const { split, probe, metrics, preflightAccount, referenceAccount, codeDeploy, ledger, calls } = this;
    const { calendars } = this;
    this.functions = worldFunctions(
      {
        ...{ plan, clock, random, clockSkewMs: world.clockSkewMs, calls, split, probe, metrics },
        ...{ alarms: this.alarms, preflightAccount, referenceAccount, codeDeploy, ledger, emit, advance },
        calendars,
        ...{ gateFunctions: this.gateFunctions, stateMachines: () => this.stateMachines },
        ...{ allowedHosts: options.allowedHosts, policy: options.policy },
      },
      this.stack,
      options.watchStep,
    );
    this.stateMachines = new StateMachines({
      ...{ machines: this.stack.machines, functions: this.functions, calls, clock, random },
      trace: options.trace,
      onEnd: (machineArn, executionArn, end) => this.guards.executionEnded(machineArn, executionArn, end),
    });
    this.cutovers = new Cutovers(this.stateMachines, starterRecord(this, options.policy));
    const { stateMachines, cutovers, functions } = this;
    this.operators = new OperatorActions({
      ...{ plan, clock, ledger, functions, stateMachines, cutovers, emit },
      percent: () => this.split.percent(),
    });
  }

  /** `HealthyHostCount` of a path now; null while its metrics do not arrive. */
  private healthyTargets(path: PathName): number | null {
    const healthy = this.preflightAccount.targetsOf(path).filter(({ state }) => state === 'healthy');
    return this.metrics.isMuted(path) ? null : healthy.length;
  }

  /** Begins faults, alarms, health checks and guards. Called once, before the first cutover. */
  start(): void {
    const { scenario, clock, alarms, split, calls, functions, emit, advance } = this;
    const { faults } = scenario;
    new FaultSchedule({ faults, target: this, clock, split, calls, functions, emit, advance });
    alarms.watch(advance);
    split.startDataPlane({
      alarms,
      emit: (event) => {
        advance();
        emit(event);
      },
    });
    this.guards.start();
  }
}

/** Records who starts a cutover, as Operate does, where the policy keeps that person from approving. */
function starterRecord({ plan, scenario, ledger, clock }: World, policy: Policy | undefined) {
  return (execution: string, input: unknown): void => {
    if (policy?.approvals?.notByStarter === true) {
      const by = arnOfPrincipal(scenario.startedBy);
      const person = personOf({ arn: by }, policy.approvals.namedSessions);
      const at = new Date(clock.now()).toISOString();
      const planDigest = sha256(planText(input));
      const starter = { by, person, at, reason: 'rehearsed', planDigest };
      void ledger.saveStarter(routeKey(plan.router), execution, starter);
    }
  };
}

/**
 * A plan that moves traffic down begins with all of it on the new path, unless the scenario says otherwise.
 * Where the scenario has aliases and Route 53 has none of the plan's type, as for a CNAME, the records have a
 * TTL that the plan accepts: a scenario works with any plan.
 */
function recordsThatFit({ preflight, direction }: Plan, setup: Scenario['world']): Scenario['world'] {
  const { alias, ttlSeconds, weights = direction === 'down' ? ALL_SHIFTED : NOTHING_SHIFTED } = setup;
  return {
    ...setup,
    weights,
    ttlSeconds: alias ? Math.min(ttlSeconds, preflight.maxTtlSeconds) : ttlSeconds,
  };
}
