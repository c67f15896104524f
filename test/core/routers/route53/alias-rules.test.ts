import { describe, expect, test } from '@jest/globals';
import { checkPlan } from '../../../../lambdas/core/plan/plan-checks';
import { aliasTypeProblem, zoneNameProblem } from '../../../../lambdas/core/routers/route53/alias-rules';
import { planInput } from '../../../support/plans/plans';

const zoneId = 'Z0123456789ABCDEFGHIJ';
const API = 'ZLY8HYME6SFDD';
const CLOUDFRONT = 'Z2FDTNDATAQYW2';
const apiHost = 'd-abcdefghij.execute-api.eu-west-1.amazonaws.com';

test.each([
  ['A', API, true],
  ['AAAA', API, true],
  ['CNAME', API, false],
  ['HTTPS', API, false],
  ['CNAME', CLOUDFRONT, false],
  ['HTTPS', CLOUDFRONT, true],
  ['CNAME', zoneId, true],
  ['HTTPS', zoneId, true],
])('an alias of type %s into %s: %s', (type, targetZoneId, isPossible) => {
  expect(aliasTypeProblem({ type, targetZoneId, zoneId }) === null).toBe(isPossible);
});

test('names the types that an alias may have', () => {
  expect(aliasTypeProblem({ type: 'CNAME', targetZoneId: CLOUDFRONT, zoneId })).toBe(
    'an alias to a load balancer, an API or another AWS resource is A or AAAA or HTTPS, not CNAME',
  );
});

test('a name of CloudFront lies in its zone, and no other name does', () => {
  expect(zoneNameProblem(CLOUDFRONT, 'd1.cloudfront.net')).toBeNull();
  expect(zoneNameProblem(API, apiHost)).toBeNull();
  expect(zoneNameProblem(API, 'd1.cloudfront.net')).toMatch(/must be Z2FDTNDATAQYW2/);
  expect(zoneNameProblem(CLOUDFRONT, apiHost)).toMatch(/names alone; must be the zone of d-abcdefghij/);
});

describe('router.adopt with an alias', () => {
  const problemsOf = (recordTypes: string[], alias: object) => {
    const { router, ...plan } = planInput();
    const adopt = { newTarget: { alias } };
    const checked = checkPlan({ ...plan, router: { ...router, recordTypes, adopt } });
    return checked.ok ? [] : checked.problems.map(({ path, message }) => `${path}: ${message}`);
  };
  const own = (planInput() as { router: { hostedZoneId: string; recordName: string } }).router;

  test('must not be a CNAME to an API: values work instead', () => {
    expect(problemsOf(['CNAME'], { hostedZoneId: API, dnsName: apiHost })).toEqual([
      `router.adopt.newTarget.alias: leads to ${apiHost}, outside of the zone ${own.hostedZoneId}; must be` +
        ' left out, because an alias to a load balancer, an API or another AWS resource is A or AAAA,' +
        ` not CNAME: give values: { CNAME: [${apiHost}] } instead`,
    ]);
  });

  test('may be a CNAME within the zone, but not to itself', () => {
    const within = (dnsName: string) => problemsOf(['CNAME'], { hostedZoneId: own.hostedZoneId, dnsName });
    expect(within('new.example.com')).toEqual([]);
    expect(within(`${own.recordName}.`)).toEqual([
      `router.adopt.newTarget.alias.dnsName: is "${own.recordName}", the record itself;` +
        ' must be the name of the new path',
    ]);
  });

  test('must have the zone of its target', () => {
    expect(problemsOf(['A'], { hostedZoneId: API, dnsName: 'd1.cloudfront.net' })).toEqual([
      `router.adopt.newTarget.alias.hostedZoneId: is ${API}; must be ${CLOUDFRONT},` +
        ' the zone of every *.cloudfront.net name',
    ]);
  });
});
