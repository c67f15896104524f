import type { Plan } from '../../../../lambdas/core/plan/plan';
import type { SmokeCheck } from '../../../../lambdas/core/plan/smoke-test';
import { recordRouteOf } from '../../../../lambdas/core/routers/route';
import type { World } from '../../../rehearsal/world/world';
import type { FunctionName } from '../../../workflow/tasks';
import { monitoredPath } from '../../course';
import type { Violations } from '../../violations';
import type { Disturbances } from '../disturbances';
import type { InvocationListener } from '../invocations';
import { unreadyAccount } from './unready-account';
import { unreadyGroups } from './unready-groups';
import { unreadyRoute } from './unready-route';

/** What the watch of the checks before any traffic needs. */
export interface ReadinessWatchOptions {
  readonly world: World;
  readonly plan: Plan;
  readonly disturbances: Pick<Disturbances, 'haveBegun'>;
  readonly violations: Violations;
}

/** What must pass before a cutover moves any traffic. */
const BEFORE_TRAFFIC = ['Preflight', 'SmokeTest'] as const;

/** The input of a preflight, as far as it is known here. */
interface PreflightInput {
  readonly execution: string;
  readonly plan: Plan;
}

/** How late the last preflight of a wait may be, in seconds: its calls may be slow and tried again. */
const LATE_SECONDS = 300;

/** An answer takes so many times the median hardly ever. */
const UNLIKELY_TIMES_THE_MEDIAN = 20;

/**
 * Checks that neither the preflight nor the smoke test passes over what is wrong all the time, and that
 * neither rejects a cutover before anything has gone wrong.
 */
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
    const { execution } = payload as PreflightInput;
    return ({ output }) => {
      const { verdict, reason } = output as { readonly verdict: string; readonly reason: string };
      if (verdict === 'pass') {
        this.open.delete(task);
      }
      this.checkWait(execution, verdict);
      const stays = wrong().filter((one) => before.includes(one));
      const detail = `${task} passed, and ${stays.join(', ')}`;
      const holds = verdict !== 'pass' || stays.length === 0;
      const { violations, disturbances } = this.options;
      violations.require(holds, 'ready-before-traffic', detail);
      const isRejected = verdict !== 'pass' && verdict !== 'wait';
      const mayReject = task === 'Preflight' ? this.mayReject(payload as PreflightInput) : this.mayFail();
      violations.require(
        !isRejected || disturbances.haveBegun() || before.length > 0 || mayReject,
        'reverts-for-a-reason',
        `${task} has rejected a cutover, and nothing was wrong: ${reason}`,
      );
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
    return [...unreadyAccount(world, plan), ...unreadyGroups(world, plan), ...unreadyRoute(world, plan)];
  };

  /** Whether the case has what a preflight may reject, and `unready` does not name. */
  private mayReject({ plan: given }: PreflightInput): boolean {
    const { scenario } = this.options.world;
    const { ttl, stages } = this.options.plan;
    const { otherRecords, ttlSeconds } = scenario.world;
    const isShortLead = ttl !== undefined && ttlSeconds > ttl.leadSeconds;
    // A takeover of the route raises more at once than the policy may allow.
    const isTakeover = given.stages.length !== stages.length;
    return otherRecords !== undefined || isShortLead || isTakeover || scenario.followUpCutovers.length > 0;
  }

  /** Whether the case has what a smoke test may fail for by chance. */
  private mayFail(): boolean {
    const { scenario, paths } = this.options.world;
    return scenario.world.newPath.errorRate > 0 || paths.new.failures().rate > 0;
  }

  /** What a smoke test must not pass over. */
  private readonly unserving = (): string[] => {
    const { world, plan } = this.options;
    const name = monitoredPath(plan);
    const path = world.paths[name];
    const longest = ({ maxLatencyMs, timeoutMs }: SmokeCheck) =>
      Math.min(maxLatencyMs ?? timeoutMs, timeoutMs);
    const isSlow = plan.smokeTest.checks.some((check) => path.addedMs() > longest(check));
    return [
      ...(path.failures().rate === 1 ? [`the ${name} path answers nothing`] : []),
      ...(isSlow ? [`the ${name} path is slower than a check accepts`] : []),
      ...(this.isOtherHost() ? ['the targets of the new record serve another host'] : []),
      ...(this.isSlower() ? ['the new path is slower than the old one'] : []),
    ];
  };

  /** Whether the targets of the new record answer the production name as something else does. */
  private isOtherHost(): boolean {
    const { world, plan } = this.options;
    const answer = world.newTarget.answerFor(plan.name);
    const isReached = answer !== null && !('unreachable' in answer);
    return isReached && plan.direction === 'up' && recordRouteOf(plan.router) !== null;
  }

  /** Whether every answer of the new path takes longer than its comparison with the old one accepts. */
  private isSlower(): boolean {
    const { world, plan } = this.options;
    const { compare } = plan.smokeTest;
    if (compare === undefined || plan.direction === 'down') {
      return false;
    }
    const { old, new: other } = world.paths;
    const longest = UNLIKELY_TIMES_THE_MEDIAN * old.medianLatencyMs() + old.addedMs();
    return other.addedMs() > compare.maxLatencyRatio * longest + compare.ignoreBelowMs;
  }
}
