import { alarmPlaceFor } from '../../../../lambdas/core/health/alarm-arn';
import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import type { HealthCheckReading } from '../../../../lambdas/core/shared/readings';
import { FORWARD_ARN } from '../../deployed-machines';
import type { HealthCheckFlaw } from '../route-setup';
import { HEALTH_CHECK_ID } from './record-sets';

/** Within this time, every server knows of a health check's new status. */
const HEALTH_SPREAD_MS = 10_000;
/** Where no alarm of a plan is. */
const OTHER_REGION = 'ap-southeast-2';

/** The status of the new path's health check, as the servers learn it. It changes no record. */
export class HealthStatuses {
  private readonly statuses: { readonly at: number; readonly healthy: boolean }[] = [];

  add(at: number, healthy: boolean): void {
    this.statuses.push({ at, healthy });
  }

  /** When every server knows the last status; 0 before the first one. */
  lastKnownAt(): number {
    const last = this.statuses.at(-1);
    return last === undefined ? 0 : last.at + HEALTH_SPREAD_MS;
  }

  /** Whether a server takes the new path for healthy. @param serverDelay of that server, 0 to 1 */
  isHealthy(at: number, serverDelay: number): boolean {
    const known = this.statuses.findLast((one) => one.at + HEALTH_SPREAD_MS * serverDelay <= at);
    return known?.healthy !== false;
  }
}

/** The one health check of the world: as the plan wants it, or with a flaw. Null: it does not exist. */
export function healthCheckOf(
  { newHealthCheck }: Route53,
  id: string,
  flaw?: HealthCheckFlaw,
): HealthCheckReading | null {
  if (newHealthCheck === undefined || id !== HEALTH_CHECK_ID || flaw === 'missing') {
    return null;
  }
  // In a rehearsal, the alarm is the plan's own.
  const { name, region } = alarmPlaceFor(FORWARD_ARN, newHealthCheck.alarm);
  return {
    kind: 'CLOUDWATCH_METRIC',
    alarm: flaw === 'of-another-alarm' ? `${name}-of-another-service` : name,
    alarmRegion: flaw === 'of-another-region' ? OTHER_REGION : region,
    disabled: flaw === 'disabled',
    inverted: flaw === 'inverted',
    withoutData: flaw === 'unhealthy-without-data' ? 'Unhealthy' : 'LastKnownStatus',
  };
}

/** Flaws of a health check with which its status still depends on the alarm of the plan. */
const WATCHING: readonly (HealthCheckFlaw | undefined)[] = [undefined, 'inverted', 'unhealthy-without-data'];

/** Whether the status of the health check depends on the alarm of the plan. Otherwise it is healthy. */
export function watchesAlarm(flaw?: HealthCheckFlaw): boolean {
  return WATCHING.includes(flaw);
}
