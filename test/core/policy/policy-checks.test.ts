import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { checkPolicy } from '../../../lambdas/core/policy/policy-checks';
import { describeProblems } from '../../../lambdas/core/validation/problems';

const problemsIn = (value: unknown) => {
  const checked = checkPolicy(value);
  return checked.ok ? '' : describeProblems(checked.problems);
};

describe('a policy', () => {
  const example = parse(readFileSync(join(__dirname, '../../../examples/policy.yaml'), 'utf8'));

  test.each([
    ['nothing', {}],
    ['the example', example],
    ['raises that just fit 50 stages', { maxStepUp: 2 }],
    ['an approval of each raise', { approvals: { fromPercent: 1 }, maxStepUp: 3 }],
    ['a first stage as high as every raise', { maxFirstPercent: 10, maxStepUp: 10 }],
    ['an approval above every first stage', { approvals: { fromPercent: 3 }, maxStepUp: 2 }],
    ['soaks that just fit 30 days', { maxStepUp: 50, minSoakSeconds: 1_296_000 }],
    ['a hold of one length', { minHoldSeconds: 60, maxHoldSeconds: 60 }],
    [
      'approvers and starters',
      {
        starters: ['arn:aws:iam::111122223333:role/*'],
        approvals: { fromPercent: 50, count: 2, by: ['arn:aws:iam::*:user/ada'], notByStarter: true },
      },
    ],
    ['families of one to 255 characters', { taskDefinitionFamilies: ['a', 'Web_2-x', 'a'.repeat(255)] }],
    ['no new target and no deployment', { newTargets: {}, taskDefinitionFamilies: [] }],
  ])('may have %s', (_, policy) => {
    expect(checkPolicy(policy)).toEqual({ ok: true, value: policy });
  });

  test.each([
    [
      'a field that it does not know',
      { maxStep: 5 },
      /^maxStep: is not a field; allowed fields: \$schema, newT/,
    ],
    ['text', 'strict', /^is "strict"; must be a mapping$/],
    [
      'a range with spare bits',
      { newTargets: { route53: { addresses: ['10.0.0.1/8'] } } },
      /addresses\[0\]: is "10/,
    ],
    [
      'a pattern of host names',
      { newTargets: { route53: { hostNames: ['*.elb.amazonaws.com'] } } },
      /^newTargets.route53.hostNames\[0\]: is .*must be a whole host name, without wildcards/,
    ],
    [
      'a router without targets',
      { newTargets: { 'cloudfront-kvs': {} } },
      /is not a field; allowed fields: route53, alb/,
    ],
    [
      'approvers by name',
      { approvals: { fromPercent: 1, by: ['ada'] } },
      /^approvals.by\[0\]: is "ada"; must/,
    ],
    ['approvals of nothing', { approvals: {} }, /^approvals.fromPercent: is missing/],
    [
      'a family with its revision',
      { taskDefinitionFamilies: ['web:7'] },
      /^taskDefinitionFamilies\[0\]: is "web:7"; must be the family/,
    ],
    ['an empty family', { taskDefinitionFamilies: [''] }, /^taskDefinitionFamilies\[0\]: is ""/],
    ['no method', { httpMethods: [] }, /^httpMethods: is an empty list/],
  ])('is refused with %s', (_, policy, message) => {
    expect(problemsIn(policy)).toMatch(message);
  });

  test.each([
    [
      { minHoldSeconds: 60, maxHoldSeconds: 59 },
      'maxHoldSeconds: is 59; must be at least minHoldSeconds, 60',
    ],
    [
      { maxFirstPercent: 20, maxStepUp: 10 },
      'maxFirstPercent: is 20, but the first stage is a raise too; must be at most maxStepUp, 10, ' +
        'or be left out',
    ],
    [
      { maxStepUp: 1 },
      'maxStepUp: is 1, so that a plan needs 100 stages to reach 100 %; must be high enough for the 50 ' +
        'stages that a plan may have',
    ],
    [
      { maxStepUp: 2, maxFirstPercent: 1 },
      'maxStepUp: is 2, so that a plan needs 51 stages to reach 100 %; must be high enough for the 50 ' +
        'stages that a plan may have',
    ],
    [
      { maxStepUp: 2, approvals: { fromPercent: 2 } },
      'maxStepUp: is 2, so that a plan needs 51 stages to reach 100 %; must be high enough for the 50 ' +
        'stages that a plan may have',
    ],
    [
      { maxStepUp: 2, approvals: { fromPercent: 1 } },
      'maxStepUp: is 2, so that a plan needs 51 stages to reach 100 %; must be high enough for the 50 ' +
        'stages that a plan may have',
    ],
    [
      { approvals: { fromPercent: 50, notByStarter: true } },
      'approvals.notByStarter: is true, so that cutovers are started through Operate alone, and starters ' +
        'is missing; name there who may start them',
    ],
    [
      { maxStepUp: 50, minSoakSeconds: 1_296_000, minHoldSeconds: 1 },
      'minSoakSeconds: is 1296000, so that 2 soaks and the hold take 2592001 s at least; ' +
        'must leave a plan within 2592000 s, 30 days: lower it, or minHoldSeconds',
    ],
  ])('that contradicts itself is refused: %j', (policy, problem) => {
    expect(problemsIn(policy)).toBe(problem);
  });
});
