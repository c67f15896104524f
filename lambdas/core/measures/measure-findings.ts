import { shorten } from '../health/verdict';
import { gainingPath, givingPath } from '../plan/direction';
import type { Plan } from '../plan/plan';
import { type Finding, stopFinding, warnFinding } from '../preflight/finding';
import { forwardArnOf, targetGroupsWith } from '../routers/route';
import type { AlarmReading, ForwardReading } from '../shared/readings';
import { allSources } from './all-sources';
import { requestSources } from './measures';
import { readSource, targetGroupSource } from './source';

function nameMeasure(plan: Plan): string {
  return (
    `say where the requests of the ${gainingPath(plan)} path are counted (health.minRequests.source), ` +
    'or accept this with preflight.accept: [no-request-measure]'
  );
}

/**
 * A plan without a measure of requests cannot tell an alarm that is OK because all is well from one that is
 * OK because nothing arrives. Where every alarm stays OK without data, nothing at all would show it.
 * @param alarms as they are; null where they were not read
 */
export function requestMeasureFindings(plan: Plan, alarms: readonly AlarmReading[] | null): Finding[] {
  if (requestSources(plan) !== null) {
    return [];
  }
  const silent = (alarms ?? []).filter(({ staysOkWithoutData }) => staysOkWithoutData === true);
  if (silent.length > 0 && silent.length === alarms?.length) {
    const names = shorten(silent.map(({ name }) => `"${name}"`).join(', '), 300);
    const reason =
      'the plan has no measure of requests, ' +
      `and every alarm of it stays OK when no data arrives (${names}): ` +
      `nothing would show that no request reaches the ${gainingPath(plan)} path`;
    return [stopFinding('no-request-measure', reason, nameMeasure(plan))];
  }
  if (plan.preflight.accept.includes('no-request-measure')) {
    return [];
  }
  const reason =
    'the plan has no measure of requests, so that an alarm without data may count as OK ' +
    `although no request reaches the ${gainingPath(plan)} path`;
  return [warnFinding('no-request-measure', reason, nameMeasure(plan))];
}

/** A load balancer that a plan measures, with all of its listeners and rules. */
export interface MeasuredBalancer {
  /** The dimension `LoadBalancer`: `app/NAME/ID` or `net/NAME/ID`. */
  readonly loadBalancer: string;
  /** Null when there is no such load balancer. */
  readonly forwards: readonly ForwardReading[] | null;
}

/** The load balancers that the plan measures as a whole, each once. */
export function wholeBalancers(plan: Plan): readonly string[] {
  const whole = allSources(plan).flatMap((source) => {
    const read = readSource(source);
    const isWhole = read.kind === 'net' || (read.kind === 'app' && read.targetGroup === null);
    return isWhole ? [read.loadBalancer] : [];
  });
  return [...new Set(whole)];
}

/**
 * A load balancer that serves other target groups as well counts their requests and errors for the path: a
 * healthy path then looks short of requests, and a broken one looks healthy.
 */
export function sharedBalancerFindings(plan: Plan, { loadBalancer, forwards }: MeasuredBalancer): Finding[] {
  if (forwards === null) {
    const remedy = 'correct where the plan measures its paths (health.minRequests, health.compare)';
    return [stopFinding('shared-balancer', `load balancer ${loadBalancer} does not exist`, remedy)];
  }
  const groups = groupsOf(forwards);
  const { old, new: fresh } = targetGroupsWith(plan.router, {
    old: [...plan.preflight.oldTargetGroupArns, ...(plan.decommission?.oldPath.targetGroupArns ?? [])],
    new: plan.preflight.targetGroupArns,
  });
  const isOfOnePath = [old, fresh].some((path) => groups.every((arn) => path.includes(arn)));
  if (groups.length <= 1 || isOfOnePath) {
    return [];
  }
  const names = shorten(groups.map(labelOf).join(', '), 400);
  const reason =
    `the plan measures all of ${loadBalancer}, ` +
    `which forwards to ${groups.length} target groups (${names}): ` +
    'requests and errors of other services would count for this one';
  const [group = ''] = groups;
  const byGroup = loadBalancer.startsWith('app/')
    ? `measure the target groups of the service, such as ${targetGroupSource(loadBalancer, group)}`
    : 'measure the service behind or before it';
  const remedy =
    `${byGroup}; if all of them are of this path, name them in preflight.targetGroupArns or ` +
    'preflight.oldTargetGroupArns; or accept this with preflight.accept: [shared-balancer]';
  return [stopFinding('shared-balancer', reason, remedy)];
}

/**
 * A listener or rule other than the route that forwards to the group of the path that gives its traffic up:
 * its clients never move. It is no more than a warning with `direction: down`, because a rule for tests of
 * the new path is usual, and must not hold up an undo.
 */
export function otherRuleFindings(plan: Plan, forwards: readonly ForwardReading[]): Finding[] {
  const { router } = plan;
  const gives = givingPath(plan);
  const groups = targetGroupsWith(router, { old: [], new: [] })[gives];
  const others = forwards.filter(
    ({ arn, forwardsTo }) =>
      arn !== forwardArnOf(router) &&
      forwardsTo.some(({ targetGroupArn, weight }) => groups.includes(targetGroupArn) && weight !== 0),
  );
  return others.map(({ arn, label }) => {
    const name = `${label} (${labelOf(arn)})`;
    const reason = `${name} forwards to the ${gives} path as well: its clients stay there at every percent`;
    const remedy =
      'shift it with a plan of its own, remove it, or accept it with preflight.accept: [other-rule]';
    const finding = gives === 'old' ? stopFinding : warnFinding;
    return finding('other-rule', reason, remedy);
  });
}

function groupsOf(forwards: readonly ForwardReading[]): readonly string[] {
  return [
    ...new Set(forwards.flatMap(({ forwardsTo }) => forwardsTo.map(({ targetGroupArn }) => targetGroupArn))),
  ];
}

/** An ARN without account and region. */
function labelOf(arn: string): string {
  return arn.replace(/^(?:[^:]*:){5}/, '');
}
