import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { checkPlan } from '../../../lambdas/core/plan/plan-checks';
import type { RouterKind } from '../../../lambdas/core/routers/router-schema';
import { defaultAllowedHosts, hostOf } from '../../../lambdas/core/smoke-test/allowed-hosts';
import { rehearse } from '../../../lib/rehearsal/rehearse';
import { checkScenario, type Scenario } from '../../../lib/rehearsal/scenario';
import { InvariantChecker } from '../../../lib/simulation/invariant-checker';
import { forRouter, withRouter } from '../../../lib/simulation/other-router';
import { type Golden, goldenInput, goldens, policyOf, valid } from '../../../tools/golden/golden-files';

/** Golden scenarios that do not apply to every router, or end otherwise with some, and why. */
export const OF_SOME_ROUTERS: Readonly<Record<string, string>> = {
  'aborted-while-it-ends': 'its abort comes at a call of Route 53, beside the release of the lock',
  'data-plane-goes-back-alone': 'only records can have a health check',
  'deploys-and-codedeploy-is-throttled':
    'its fault ends in time for the propagation of Route 53, and others propagate sooner',
  ...Object.fromEntries(
    [
      'back-to-a-group-that-nothing-reaches',
      'back-to-the-old-group',
      'balanced-and-alike',
      'balanced-and-compared-by-default',
      'uncompared-and-worse',
      'groups-and-another-rule',
      'groups-and-the-balancer-answers',
      'groups-and-the-old-one-is-empty',
      'groups-and-the-old-one-is-empty-before',
      'groups-of-the-router-are-measured',
    ].map((name) => [name, 'only a load balancer names the target groups of both paths']),
  ),
  ...Object.fromEntries(
    [
      'name-gets-an-aaaa-record-in-the-hold',
      'name-gets-an-https-record',
      'name-has-an-aaaa-record',
      'name-has-an-https-record',
      'name-has-a-new-health-check',
      'name-has-an-old-health-check',
      'name-is-in-two-public-zones',
      'name-leads-to-a-long-ttl',
      'wildcard-moves',
    ].map((name) => [name, 'only records have a name, with other records and zones beside them']),
  ),
  'ledger-is-down-for-a-minute': 'a step is tried again for about a minute, with random pauses',
  'onward-and-missing-data-breaches': 'the cutover ends before the alarm fires, as others propagate sooner',
  'proof-finds-what-is-left': 'a listener that is left is found before the cutover where the route is one',
  'silence-that-the-plan-accepts': 'a load balancer measures its target groups without a word in the plan',
  'unmeasured-and-every-alarm-is-silent':
    'a load balancer measures its target groups without a word in the plan',
  'input-is-not-a-plan': 'its execution input is not a plan',
  'production-name-is-not-served': 'only the targets of records are asked by the production name',
  'production-name-is-required': 'only the targets of records are asked by the production name',
  'takeover-without-a-policy': 'only the targets of records are asked by the production name',
  'record-deleted-on-the-way': 'a key value store has one key, which the revert puts back',
  'records-have-too-many-values': 'only records have values',
  'revert-finds-a-third-record': 'a key value store has no third path',
  'revert-finds-the-old-record-deleted': 'only records have types',
};

export const kinds = ['cloudfront-kvs', 'alb'] as const;
export const planOf = (golden: Golden) => goldenInput(golden).plan;
const scenarioOf = ({ scenarioFile }: Golden): Scenario =>
  valid(checkScenario(parse(readFileSync(scenarioFile, 'utf8'))));
const keptOutcome = ({ resultFile }: Golden): string => JSON.parse(readFileSync(resultFile, 'utf8')).outcome;

/**
 * Rehearses with invariants checked. The checker follows one cutover, so not in scenarios with follow-up
 * cutovers. Nor in one with a policy, which is written for another router and may refuse the plan.
 */
async function rehearsed(golden: Golden, kind: RouterKind) {
  let checker: InvariantChecker | undefined;
  const plan = withRouter(planOf(golden), kind);
  const name = hostOf(planOf(golden));
  const scenario = forRouter(scenarioOf(golden), plan.router);
  const policy = policyOf(golden);
  const isFollowed = scenario.followUpCutovers.length === 0 && policy === undefined;
  const input = {
    ...{ plan, scenario, scenarioName: golden.name },
    ...(policy === undefined ? {} : { policy }),
    // A comparison requests the old path by the name of the records, which other routers do not have.
    allowedHosts: [...defaultAllowedHosts(name), name],
  };
  const { result } = await rehearse(input, {
    world: (world) => {
      checker = isFollowed ? new InvariantChecker(world, plan) : undefined;
    },
    entry: (entry) => checker?.entry(entry),
    trace: (machine, event, execution) => checker?.trace(machine, event, execution),
  });
  await checker?.finish(result);
  return { result, violations: checker?.violations ?? [] };
}

export const applicable = goldens().filter(({ name }) => OF_SOME_ROUTERS[name] === undefined);
/** What another router refuses of a plan. */
export const problemsOf = (golden: Golden, kind: RouterKind) => {
  const plan = planOf(golden);
  const name = hostOf(plan);
  const checked = checkPlan(withRouter(plan, kind), [...defaultAllowedHosts(name), name]);
  return checked.ok ? [] : checked.problems;
};
export const shared = applicable.filter((golden) => problemsOf(golden, 'alb').length === 0);

/** That each of these scenarios ends with another router as it does with Route 53. */
export function describeGoldensWith(kind: RouterKind): void {
  describe(`with a router of the kind ${kind} and an otherwise equal plan`, () => {
    test.each(shared.map((golden) => [golden.name, golden] as const))(
      '%s has the outcome that it has with Route 53, and every invariant holds',
      async (_, golden) => {
        const { result, violations } = await rehearsed(golden, kind);
        expect({ outcome: result.outcome, violations }).toEqual({
          outcome: keptOutcome(golden),
          violations: [],
        });
      },
      600_000,
    );
  });
}
