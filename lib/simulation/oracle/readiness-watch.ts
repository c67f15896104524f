import type { Plan } from '../../../lambdas/core/plan/plan';
import type { World } from '../../rehearsal/world/world';
import { isRaise, monitoredPath } from '../course';
import type { Violations } from '../violations';
import type { Answered } from './invocations';

/** What the watch of the checks before any traffic needs. */
export interface ReadinessWatchOptions {
  readonly world: World;
  readonly plan: Plan;
  readonly violations: Violations;
}

/** Checks that neither the preflight nor the smoke test passes over what is wrong all the time. */
export class ReadinessWatch {
  constructor(private readonly options: ReadinessWatchOptions) {}

  readonly invoked = (task: string): ((answer: Answered) => void) | null => {
    const wrong = task === 'Preflight' ? this.unready : task === 'SmokeTest' ? this.unserving : null;
    if (wrong === null) {
      return null;
    }
    const before = wrong();
    return ({ output }) => {
      const { verdict } = output as { readonly verdict: string };
      const stays = wrong().filter((one) => before.includes(one));
      const detail = `${task} passed, and ${stays.join(', ')}`;
      const holds = verdict !== 'pass' || stays.length === 0;
      this.options.violations.require(holds, 'ready-before-traffic', detail);
    };
  };

  /** What a preflight must not pass over. */
  private readonly unready = (): string[] => {
    const { world, plan } = this.options;
    const { preflightAccount: account, alarms, split } = world;
    const { stages } = plan;
    const { targetGroupArns, oldTargetGroupArns, certificateArn } = plan.preflight;
    const isUnhealthy = (path: 'old' | 'new') =>
      account.targetsOf(path).some(({ state }) => state !== 'healthy');
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
      plan.preflight.changeSets.length > 0 && hasWrongSet && 'a change set changes what serves',
      readings.length < plan.health.alarms.length && 'an alarm does not exist',
      readings.some(({ state }) => state === 'ALARM') && 'an alarm is in ALARM',
      split.history.at(-1)?.broken !== null && 'the route is broken',
      isRaise(plan, stages[0]?.percent ?? 0, split.percent()) && `the route is at ${split.percent()} %`,
    ];
    return all.filter((one) => one !== false);
  };

  /** What a smoke test must not pass over. */
  private readonly unserving = (): string[] => {
    const { world, plan } = this.options;
    const path = monitoredPath(plan);
    return world.paths[path].failures().rate === 1 ? [`the ${path} path answers nothing`] : [];
  };
}
