import { type AccountRole, roleOf } from '../../core/access/account-role';
import type {
  AutoScalingGroups,
  Balancers,
  Certificates,
  ChangeCalendars,
  HealthChecks,
  RouteRecords,
  TargetHealth,
} from '../../ports';
import { oncePerPlace, type Place, placeOfArn } from '../clients/place';

/** Reads each target group in the Region of its ARN, through the role of its account if there is one. */
export function targetsByArn(
  make: (place: Place) => TargetHealth,
  roles: readonly AccountRole[] = [],
): TargetHealth {
  const at = oncePerPlace(make);
  return { targets: async (arn) => at(placeOfArn(arn, roles)).targets(arn) };
}

/** Reads each Auto Scaling group where its ARN says, and those without an ARN where the function is. */
export function autoScalingGroupsByArn(
  make: (place: Place) => AutoScalingGroups,
  roles: readonly AccountRole[] = [],
): AutoScalingGroups {
  const at = oncePerPlace(make);
  return { describe: async (group) => at(placeOfArn(group, roles)).describe(group) };
}

/** Reads the load balancer of a route in the Region of its listener, and all others in the function's own. */
export function balancersByArn(
  make: (place: Place) => Balancers,
  roles: readonly AccountRole[] = [],
): Balancers {
  const at = oncePerPlace(make);
  return {
    forwards: async (loadBalancer, route) =>
      at(route === null ? {} : placeOfArn(route, roles)).forwards(loadBalancer, route),
  };
}

/** Reads each certificate in the Region of its ARN, through the role of its account if there is one. */
export function certificatesByArn(
  make: (place: Place) => Certificates,
  roles: readonly AccountRole[] = [],
): Certificates {
  const at = oncePerPlace(make);
  return { describe: async (arn) => at(placeOfArn(arn, roles)).describe(arn) };
}

/**
 * Reads each change calendar in the Region of its ARN. One of another account is shared with this one, so
 * that no role is assumed for it.
 */
export function calendarsByArn(make: (place: Place) => ChangeCalendars): ChangeCalendars {
  const at = oncePerPlace(make);
  return { read: async (calendar) => at(placeOfArn(calendar)).read(calendar) };
}

/** Reads and replaces the records of each route through the role that its plan names. */
export function recordsByRole(make: (place: Place) => RouteRecords): RouteRecords {
  const at = oncePerPlace(make);
  return {
    read: async (route) => at({ role: roleOf(route) }).read(route),
    replace: async (route, from, to) => at({ role: roleOf(route) }).replace(route, from, to),
    propagated: async (change, by) => at({ role: roleOf(by) }).propagated(change, by),
  };
}

/** Reads each health check through the role of the route whose records carry it. */
export function healthChecksByRole(make: (place: Place) => HealthChecks): HealthChecks {
  const at = oncePerPlace(make);
  return { describe: async (id, by) => at({ role: roleOf(by) }).describe(id, by) };
}
