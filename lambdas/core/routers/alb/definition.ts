import { type Source, targetGroupSource } from '../../measures/source';
import type { RouteReading } from '../../shared/readings';
import type { Problem } from '../../validation/problems';
import type { RouteIssue, RouterDefinition, RouterSources } from '../router-definition';
import { arnOf, balancerOf, forwardAt, forwardDrift, labelOf, readForward } from './forward-action';
import { forwardTargetProblems } from './new-targets';
import { albSchema, type ForwardConfig, forwardConfigSchema, type LoadBalancer } from './schema';

/** Weights of a forward action of an Application Load Balancer. */
export const albDefinition = {
  schema: albSchema,
  problems: forwardProblems,

  configSchema: forwardConfigSchema,
  configKeys: ({ listenerArns, ruleArns }) => [...listenerArns, ...ruleArns],
  newTargetProblems: (router, { alb = {} }) => forwardTargetProblems(router, alb),

  key: arnOf,
  name: labelOf,
  publicName: () => null,
  describe: arnOf,
  paths: ({ oldTargetGroupArn, newTargetGroupArn }) => ({ old: oldTargetGroupArn, new: newTargetGroupArn }),

  versionAt: forwardAt,
  percentAt: (router, version) => readForward(router, JSON.parse(version)).percent,
  drift: forwardDrift,
  pace: ({ acceptStickinessSeconds }) => ({ propagationSeconds: 10, cachedSeconds: acceptStickinessSeconds }),
  comparesAndSwaps: false,

  findings: stickinessFindings,
  notices: (_, { ttlSeconds }) =>
    ttlSeconds === 0
      ? []
      : [
          `target group stickiness of ${ttlSeconds} s is accepted: ` +
            'clients with its cookie stay on their path for that long after a shift or a revert',
        ],
  remains: ({ oldTargetGroupArn }) => `the target group ${oldTargetGroupArn} (weight 0)`,

  records: () => null,
  forwardArn: arnOf,
  balancer: balancerOf,
  sources: (router) => ({
    old: [targetGroupSource(balancerOf(router), router.oldTargetGroupArn)],
    new: [targetGroupSource(balancerOf(router), router.newTargetGroupArn)],
  }),
  sourceProblem: ownSourceProblem,
  targetGroups: ({ oldTargetGroupArn, newTargetGroupArn }) => ({
    old: [oldTargetGroupArn],
    new: [newTargetGroupArn],
  }),
  // Both paths share one load balancer, so only the target group of the old one can be deleted.
  oldPath: ({ oldTargetGroupArn }) => ({
    hosts: [],
    loadBalancerArns: [],
    targetGroupArns: [oldTargetGroupArn],
  }),
  scanGap: () => null,
} satisfies RouterDefinition<LoadBalancer, ForwardConfig>;

function forwardProblems(router: LoadBalancer): Problem[] {
  const problems: Problem[] = [];
  if ((router.listenerArn === undefined) === (router.ruleArn === undefined)) {
    const has = router.ruleArn === undefined ? 'neither' : 'both';
    const message =
      `has ${has} of listenerArn and ruleArn; ` +
      'must have one of them, the one whose forward action has the weights';
    problems.push({ path: 'router', message });
  }
  if (router.oldTargetGroupArn === router.newTargetGroupArn) {
    const message = 'is the same as router.oldTargetGroupArn; must be the target group of the new path';
    problems.push({ path: 'router.newTargetGroupArn', message });
  }
  return problems;
}

/** Both paths are target groups of one load balancer, so only target groups distinguish them. */
function ownSourceProblem(router: LoadBalancer, source: Source, which: keyof RouterSources): string | null {
  if (source.kind !== 'app' || source.loadBalancer !== balancerOf(router)) {
    return null;
  }
  const own = which === 'old' ? router.oldTargetGroupArn : router.newTargetGroupArn;
  const wanted = targetGroupSource(balancerOf(router), own);
  if (source.targetGroup === null) {
    return `which counts both paths, because they share it; must be ${wanted}, or be left out`;
  }
  return wanted.endsWith(`/${source.targetGroup}`)
    ? null
    : `which is not the target group of the ${which} path; must be ${wanted}, or be left out`;
}

function stickinessFindings(router: LoadBalancer, { ttlSeconds }: RouteReading): RouteIssue[] {
  const accepted = router.acceptStickinessSeconds;
  return ttlSeconds <= accepted
    ? []
    : [
        {
          problem:
            `${labelOf(router)} has target group stickiness of ${ttlSeconds} s > ${accepted} s: ` +
            'after a revert, clients with its cookie stay on the new path for that long',
          remedy:
            'disable TargetGroupStickinessConfig, ' +
            `or accept it with router.acceptStickinessSeconds: ${ttlSeconds}`,
        },
      ];
}
