import type { Plan } from '../plan/plan';
import type { Problem } from '../validation/problems';
import type { KeyValueStore, LoadBalancer, Route53, Router } from './router-schema';

/** What is wrong with a router that no single field of it can tell. */
export function routerProblems(router: Router, { health }: Pick<Plan, 'health'>): Problem[] {
  switch (router.kind) {
    case 'route53':
      return recordProblems(router, health.alarms);
    case 'cloudfront-kvs':
      return keyProblems(router);
    case 'alb':
      return forwardProblems(router);
  }
}

function recordProblems(router: Route53, alarms: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  if (router.oldSetIdentifier === router.newSetIdentifier) {
    const message = `is "${router.newSetIdentifier}", the same as router.oldSetIdentifier; must name the other record of the pair`;
    problems.push({ path: 'router.newSetIdentifier', message });
  }
  if (router.recordTypes.includes('CNAME') && router.recordTypes.length > 1) {
    const message = `is ${router.recordTypes.join(' and ')}; must be CNAME alone, because DNS allows no other type beside it`;
    problems.push({ path: 'router.recordTypes', message });
  }
  const alarm = router.newHealthCheck?.alarm;
  if (alarm !== undefined && !alarms.includes(alarm)) {
    const message = `is "${alarm}"; must be one of health.alarms, so that the cutover reverts when Route 53 has left the new path`;
    problems.push({ path: 'router.newHealthCheck.alarm', message });
  }
  return problems;
}

function keyProblems({ key, configKeys }: KeyValueStore): Problem[] {
  const message = `has "${key}", the key of the split itself; must name other keys`;
  return configKeys.includes(key) ? [{ path: 'router.configKeys', message }] : [];
}

function forwardProblems(router: LoadBalancer): Problem[] {
  const problems: Problem[] = [];
  if ((router.listenerArn === undefined) === (router.ruleArn === undefined)) {
    const has = router.ruleArn === undefined ? 'neither' : 'both';
    const message = `has ${has} of listenerArn and ruleArn; must have one of them, the one whose forward action has the weights`;
    problems.push({ path: 'router', message });
  }
  if (router.oldTargetGroupArn === router.newTargetGroupArn) {
    const message = 'is the same as router.oldTargetGroupArn; must be the target group of the new path';
    problems.push({ path: 'router.newTargetGroupArn', message });
  }
  return problems;
}
