import type { Plan } from '../../../lambdas/core/plan/plan';
import { routeKey } from '../../../lambdas/core/routers/route';
import type { Ledger } from '../../../lambdas/ports';
import type { BoundStep } from '../../rehearsal/aws/functions';
import { memoryLedger } from '../../rehearsal/aws/memory-ledger';
import { worldExecutions, worldForwardExecutions, worldLedger } from '../../rehearsal/aws/services';
import { StateMachines } from '../../rehearsal/aws/state-machines';
import { deployedMachines, FORWARD_ARN } from '../../rehearsal/deployed-machines';
import { type Random, seededRandom } from '../../rehearsal/kernel/random';
import { afterTicks, VirtualClock } from '../../rehearsal/kernel/virtual-clock';
import { makeSplit, operationsOf } from '../../rehearsal/routers/registry';
import type { Split } from '../../rehearsal/routers/split';
import { type AllPorts, bindStep, bindSteps } from '../../rehearsal/world/bind-steps';
import { Cutovers } from '../../rehearsal/world/cutovers';
import { START } from '../../rehearsal/world/world';
import type { Tamper } from '../../rehearsal/world/world-functions';
import type { FunctionName, GuardName } from '../../workflow/tasks';
import { Activity } from './activity';
import { alarmsOf, fixedPorts } from './healthy-ports';
import { Invocation } from './invocation';
import { Lambda } from './lambda';
import { Network } from './network';
import type { Schedule } from './schedule';
import { planOf } from './two-cutovers';

/** As deployed. */
export const RECONCILE_EVERY_MS = 300_000;

/** What watches a system from outside. */
export interface SystemHooks {
  /** Called as each call arrives, before it takes effect, with its number. */
  readonly arrived: (call: number) => void;
  readonly hasRead: (invocation: Invocation) => void;
  readonly invoked: (invocation: Invocation) => void;
  readonly answered: (invocation: Invocation, output: unknown) => void;
  readonly failed: (invocation: Invocation, error: Error) => void;
}

/**
 * The deployed machines and the real steps over a simulated AWS, in which every call of every function takes
 * a time of its own. What does not bear on the order of calls is left out: there is no traffic.
 */
export class System {
  readonly clock = new VirtualClock(START, afterTicks);
  readonly plan: Plan;
  readonly route: string;
  readonly random: Random;
  readonly activity = new Activity(this.clock);
  readonly split: Split;
  /** The table itself, without the network in between. */
  readonly table: Ledger = memoryLedger();
  readonly network: Network;
  readonly lambda: Lambda;
  readonly machines: StateMachines;
  readonly cutovers: Cutovers;
  isAlarmFiring = false;

  constructor(
    readonly schedule: Schedule,
    hooks: SystemHooks,
    private readonly tamper?: Tamper,
  ) {
    const { clock, activity } = this;
    this.plan = planOf(schedule);
    this.route = routeKey(this.plan.router);
    this.random = seededRandom(schedule.seed);
    const { random } = this;
    const operations = operationsOf(this.plan.router);
    const { propagationSeconds } = schedule;
    this.split = makeSplit({
      route: this.plan.router,
      setup: {
        ...{ alias: false, ttlSeconds: 1, insyncSeconds: propagationSeconds },
        ...{ propagationSeconds, stickinessSeconds: 0 },
      },
      ...{ clock, random },
    });
    const { arrived, hasRead } = hooks;
    this.network = new Network({ clock, random, schedule, activity, operations, arrived, hasRead });
    this.lambda = new Lambda({
      ...{ clock, random, activity, answered: hooks.answered, failed: hooks.failed },
      stepOf: (task, invocation) => {
        hooks.invoked(invocation);
        return this.stepOf(task, invocation);
      },
    });
    const service = new Invocation('Step Functions', '', null, Number.POSITIVE_INFINITY);
    this.machines = new StateMachines({
      ...{ machines: deployedMachines(), functions: this.lambda, clock, random },
      calls: { call: (api, operation, work) => this.network.of(service).call(api, operation, work) },
      trace: () => undefined,
      onEnd: (machineArn, executionArn, { status, error = null, cause = null }) => {
        activity.end();
        if (machineArn === FORWARD_ARN && status !== 'SUCCEEDED') {
          this.statusChanged({ executionArn, status, error, cause });
        }
      },
      onStart: () => activity.begin(),
    });
    this.cutovers = new Cutovers(this.machines, () => undefined);
  }

  /** Starts the reconciler's schedule. */
  startReconciler(): void {
    const { clock } = this;
    clock.schedule(clock.now() + RECONCILE_EVERY_MS, () => {
      void this.guard('Reconcile', {});
      this.startReconciler();
    });
  }

  /** Invokes a guard, and once more after a minute when it fails. Failures after that are left to it. */
  async guard(guard: GuardName, event: object): Promise<void> {
    const invoke = () => this.lambda.invoke(guard, event);
    await this.activity.during(
      invoke()
        .catch(() => this.clock.sleep(60_000).then(invoke))
        .catch(() => undefined),
    );
  }

  /** An operator sends a request to the function that controls cutovers. It is sent once. */
  async operate(request: object): Promise<void> {
    const iam = { userArn: 'arn:aws:iam::000000000000:user/operator' };
    const event = { body: JSON.stringify(request), requestContext: { authorizer: { iam } } };
    await this.activity.during(this.lambda.invoke('Operate', event).catch(() => undefined));
  }

  /** EventBridge delivers the end of an execution, as often as the schedule says. */
  private statusChanged(detail: object): void {
    const { activity, clock, random, schedule } = this;
    for (let i = 0; i < schedule.statusEvents; i += 1) {
      const delay = Math.round(random.between(200, 5_000));
      void activity.during(clock.sleep(delay).then(() => this.guard('GuardExecution', { detail })));
    }
  }

  private stepOf(task: FunctionName, invocation: Invocation): BoundStep {
    const ports = this.portsOf(invocation);
    return this.tamper?.(bindSteps(ports), ports)[task] ?? bindStep(task, ports);
  }

  /** Ports are made when a step asks for them: there are many invocations, and each uses two or three. */
  private portsOf(invocation: Invocation): AllPorts {
    const { clock, split, random, machines, table, route } = this;
    const calls = this.network.of(invocation);
    const { skewMs } = this.schedule;
    const skew = skewMs === 0 ? 0 : Math.round(random.between(-skewMs, skewMs));
    const isFiring = () => this.isAlarmFiring;
    let ledger: Ledger | undefined;
    return {
      ...fixedPorts,
      clock: {
        now: () => clock.now() + skew,
        aheadMs: () => -skew,
        sleep: (milliseconds) => clock.sleep(milliseconds),
      },
      routes: [route],
      get router() {
        return split.router(calls);
      },
      get records() {
        return split.records(calls);
      },
      get healthChecks() {
        return split.healthChecks(calls);
      },
      get health() {
        return alarmsOf(calls, isFiring);
      },
      get ledger() {
        ledger ??= worldLedger(calls, table);
        return ledger;
      },
      get executions() {
        return worldExecutions(calls, () => machines);
      },
      get forwardExecutions() {
        return worldForwardExecutions(calls, () => machines);
      },
    };
  }
}
