import { alarmPlaceFor } from '../../../../lambdas/core/health/alarm-arn';
import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import type { HealthCheckReading } from '../../../../lambdas/core/shared/readings';
import { FORWARD_ARN } from '../../deployed-machines';
import { HEALTH_CHECK_ID } from './record-sets';

/** Within this time, every server knows of a health check's new status. */
const HEALTH_SPREAD_MS = 10_000;

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

/** The one health check of the world is as the plan wants it. */
export function healthCheckOf({ newHealthCheck }: Route53, id: string): HealthCheckReading | null {
  if (newHealthCheck === undefined || id !== HEALTH_CHECK_ID) {
    return null;
  }
  // In a rehearsal, the alarm is the plan's own.
  const { name, region } = alarmPlaceFor(FORWARD_ARN, newHealthCheck.alarm);
  return {
    kind: 'CLOUDWATCH_METRIC',
    ...{ alarm: name, alarmRegion: region },
    disabled: false,
    inverted: false,
    withoutData: 'LastKnownStatus',
  };
}
