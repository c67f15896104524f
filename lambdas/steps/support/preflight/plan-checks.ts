import { alarmPlaceFor } from '../../../core/health/alarm-arn';
import type { Plan } from '../../../core/plan/plan';
import type { Finding } from '../../../core/preflight/finding';
import { certificateFindings } from '../../../core/preflight/preflight';
import { recordRouteOf, targetGroupsWith } from '../../../core/routers/route';
import {
  healthCheckFindings,
  newHealthCheckIds,
  recordFindings,
} from '../../../core/routers/route53/new-health-check';
import type { Certificates, Clock, HealthChecks } from '../../../ports';
import type { Attempt } from './attempt';
import type { PreflightRoute } from './read-route';

/**
 * Checks the health check that the plan wants on the new records. A route that could not be read is reported
 * once, by the route check.
 */
export async function checkNewHealth(
  ports: { readonly healthChecks: HealthChecks },
  { router }: Plan,
  execution: string,
  read: Attempt<PreflightRoute>,
): Promise<Finding[]> {
  const records = recordRouteOf(router);
  if (records?.newHealthCheck === undefined || !read.ok) {
    return [];
  }
  const alarm = alarmPlaceFor(execution, records.newHealthCheck.alarm);
  const { version } = read.value.reading;
  const checks = newHealthCheckIds(records, version).map(async (id) =>
    healthCheckFindings(alarm, id, await ports.healthChecks.describe(id, records)),
  );
  return [...recordFindings(records, version), ...(await Promise.all(checks)).flat()];
}

/** Checks the certificate that the plan names, if it names one. */
export async function checkCertificate(
  ports: { readonly certificates: Certificates; readonly clock: Clock },
  plan: Plan,
): Promise<Finding[]> {
  const { certificateArn } = plan.preflight;
  if (certificateArn === undefined) {
    return [];
  }
  return certificateFindings(plan, await ports.certificates.describe(certificateArn), ports.clock.now());
}

/**
 * The target groups that must be healthy: those of both paths, because a revert needs the old one. A plan
 * that moves away from the new path does not wait until that is healthy again.
 */
export function groupsToCheck({ preflight, direction, router }: Plan): readonly string[] {
  const groups = targetGroupsWith(router, {
    old: preflight.oldTargetGroupArns,
    new: preflight.targetGroupArns,
  });
  return direction === 'down' ? groups.old : [...groups.new, ...groups.old];
}
