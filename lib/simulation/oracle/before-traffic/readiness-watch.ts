import type { Plan } from '../../../../lambdas/core/plan/plan';
import { recordRouteOf } from '../../../../lambdas/core/routers/route';
import type { World } from '../../../rehearsal/world/world';
import type { FunctionName } from '../../../workflow/tasks';
import { isRaise, monitoredPath } from '../../course';
import { writtenComparison } from '../../reference/compared';
import type { Violations } from '../../violations';
import { isAccepted } from '../beside-watch';
import type { InvocationListener } from '../invocations';
import { countsRequests } from '../request-facts';

/** What the watch of the checks before any traffic needs. */
export interface ReadinessWatchOptions {
  readonly world: World;
  readonly plan: Plan;
  readonly violations: Violations;
}

/** What must pass before a cutover moves any traffic. */
const BEFORE_TRAFFIC = ['Preflight', 'SmokeTest'] as const;

/** How late the last preflight of a wait may be, in seconds: its calls may be slow and tried again. */
const LATE_SECONDS = 300;

/** Checks that neither the preflight nor the smoke test passes over what is wrong all the time. */
export class ReadinessWatch {
  /** When each cutover began to wait, in epoch milliseconds. */
  private readonly waitingSince = new Map<string, number>();
  /** What has not passed yet, of what comes before the first raise, by the answers that the machine got. */
  private readonly open = new Set<FunctionName>(BEFORE_TRAFFIC);

  constructor(private readonly options: ReadinessWatchOptions) {}

  readonly invoked: InvocationListener = (task, payload) => {
    const wrong = task === 'Preflight' ? this.unready : task === 'SmokeTest' ? this.unserving : null;
    if (wrong === null) {
      return null;
    }
    this.open.add(task);
    const before = wrong();
    const { execution } = payload as { readonly execution: string };
    return ({ output }) => {
      const { verdict } = output as { readonly verdict: string };
      if (verdict === 'pass') {
        this.open.delete(task);
      }
      this.checkWait(execution, verdict);
      const stays = wrong().filter((one) => before.includes(one));
      const detail = `${task} passed, and ${stays.join(', ')}`;
      const holds = verdict !== 'pass' || stays.length === 0;
      this.options.violations.require(holds, 'ready-before-traffic', detail);
    };
  };

  /** The first raise of a cutover has landed. */
  raisedFirst(percent: number): void {
    const detail = `raised to ${percent} %, and ${[...this.open].join(' and ')} had not passed`;
    this.options.violations.require(this.open.size === 0, 'ready-before-traffic', detail);
  }

  /** A preflight waits for a certificate, for targets and for instances, each for its own time. */
  private checkWait(execution: string, verdict: string): void {
    if (verdict !== 'wait') {
      return;
    }
    const { world, plan, violations } = this.options;
    const now = world.clock.now();
    const since = this.waitingSince.get(execution) ?? now;
    this.waitingSince.set(execution, since);
    const seconds = (now - since) / 1_000;
    const { certificateWaitSeconds, targetWaitSeconds, instanceWaitSeconds } = plan.preflight;
    const forInstances = plan.preflight.autoScalingGroups.length === 0 ? 0 : instanceWaitSeconds;
    const most = certificateWaitSeconds + targetWaitSeconds + forInstances;
    violations.require(
      seconds <= most + LATE_SECONDS,
      'waits-no-longer-than-planned',
      `the preflight has waited for ${seconds} s, and the plan says ${most} s`,
    );
  }

  /** What a preflight must not pass over. */
  private readonly unready = (): string[] => {
    const { world, plan } = this.options;
    const { preflightAccount: account, alarms, split } = world;
    const { stages } = plan;
    const { targetGroupArns, oldTargetGroupArns, certificateArn } = plan.preflight;
    const isUnhealthy = (path: 'old' | 'new') => {
      const states = account.targetsOf(path).map(({ state }) => state);
      // A target that is draining gets no new connections: the healthy ones serve without it.
      return !states.includes('healthy') || states.some((one) => one !== 'healthy' && one !== 'draining');
    };
    const readings = alarms.read(plan.health.alarms);
    const hasWrongSet = [...account.changeSets.values()].some(
      ({ status, changes }) => status !== 'CREATE_COMPLETE' || changes.some(({ action }) => action !== 'Add'),
    );
    const all: readonly (string | false)[] = [
      targetGroupArns.length > 0 &&
        plan.direction === 'up' &&
        isUnhealthy('new') &&
        'a target of the new path is not healthy',
      oldTargetGroupArns.length > 0 && isUnhealthy('old') && 'a target of the old path is not healthy',
      certificateArn !== undefined &&
        account.certificate.status !== 'ISSUED' &&
        'the certificate is not issued',
      world.calendars.closedSince(world.clock.now(), world.clock.now()) !== null &&
        'a change calendar is closed',
      plan.preflight.changeSets.length > 0 && hasWrongSet && 'a change set changes what serves',
      readings.length < plan.health.alarms.length && 'an alarm does not exist',
      readings.some(({ state }) => state === 'ALARM') && 'an alarm is in ALARM',
      ...this.instances(),
      ...this.beside(),
      split.history.at(-1)?.broken !== null && 'the route is broken',
      isRaise(plan, stages[0]?.percent ?? 0, split.percent()) && `the route is at ${split.percent()} %`,
    ];
    return all.filter((one) => one !== false);
  };

  /** What keeps the instances of the path that gains from serving, or from growing. */
  private instances(): readonly (string | false)[] {
    const { world, plan } = this.options;
    const groups = [...world.preflightAccount.autoScalingGroups[monitoredPath(plan)].values()];
    return groups.flatMap((group) => [
      group.instances.some(({ lifecycleState, isHealthy }) => lifecycleState !== 'InService' || !isHealthy) &&
        'an instance is not in service',
      group.refresh !== null && 'an instance refresh is under way',
      new Set(group.instances.map(({ zone }) => zone)).size < 2 && 'all instances are in one zone',
      group.suspended.some(({ process }) => process !== 'AZRebalance') && 'a process is suspended',
      group.targetGroupArns.length === 0 && 'a group has no target group',
      (group.policies.length === 0 || group.maximum === group.desired) && 'a group cannot grow',
      group.policies.some(({ alarms }) => alarms.some(({ actionsEnabled }) => actionsEnabled !== true)) &&
        'an alarm does not make the group grow',
    ]);
  }

  /** What stands beside the route, and would make its verdicts, or its percent, say nothing. */
  private beside(): readonly (string | false)[] {
    const { world, plan } = this.options;
    const { otherRecords = [], alarms } = world.scenario.world;
    const { accept } = plan.preflight;
    const { minRequests } = plan.health;
    const isOk = alarms.treatMissingData === 'notBreaching' || alarms.treatMissingData === 'ignore';
    const isWhole = minRequests?.loadBalancer !== undefined || writtenComparison(plan)?.new !== undefined;
    const isRecord = recordRouteOf(plan.router) !== null;
    return [
      !countsRequests(plan) &&
        isOk &&
        !accept.includes('no-request-measure') &&
        'nothing would show that no request arrives',
      isWhole &&
        world.preflightAccount.balancersAreShared &&
        !accept.includes('shared-balancer') &&
        'a load balancer serves others as well',
      isRecord &&
        plan.direction === 'up' &&
        otherRecords.some(({ leadsTo, recordType }) => leadsTo === 'old' && !isAccepted(plan, recordType)) &&
        'a record of another type leads to the old path',
    ];
  }

  /** What a smoke test must not pass over. */
  private readonly unserving = (): string[] => {
    const { world, plan } = this.options;
    const path = monitoredPath(plan);
    return world.paths[path].failures().rate === 1 ? [`the ${path} path answers nothing`] : [];
  };
}
