import { describe, expect, test } from '@jest/globals';
import { checkPlan } from '../../../lambdas/core/plan/plan-checks';
import { credentialWarnings } from '../../../lambdas/core/secrets/credential-warnings';
import { referencesIn, secretProblems } from '../../../lambdas/core/secrets/secret-problems';
import type { PlainOrSecret } from '../../../lambdas/core/secrets/secret-reference';
import { describeProblems } from '../../../lambdas/core/validation/problems';
import { type PlanInput, planInput, planOf } from '../../support/plans/plans';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:smoke/test-AbCdEf';
const PARAMETER = 'arn:aws-us-gov:ssm:us-gov-west-1:111122223333:parameter/smoke/test';

type CheckInput = PlanInput['smokeTest']['checks'][number];
const smokeTest = (check: Partial<CheckInput>): Pick<PlanInput, 'smokeTest'> => ({
  smokeTest: { baseUrl: 'https://gw-api.example.com', checks: [{ path: '/', ...check }] },
});
const problemsOf = (header: unknown) => {
  const headers = { Authorization: header as PlainOrSecret };
  const checked = checkPlan(planInput(smokeTest({ headers })));
  return checked.ok ? '' : describeProblems(checked.problems);
};

describe('a reference to a secret', () => {
  test.each([
    { secret: SECRET },
    { secret: SECRET, key: 'password', prefix: 'Bearer ' },
    { secret: PARAMETER },
  ])('may be a header: %j', (reference) => {
    expect(problemsOf(reference)).toBe('');
  });

  test.each([
    ['that is no ARN', { secret: 'hunter2hunter2' }],
    ['that is the ARN of something else', { secret: 'arn:aws:s3:::hunter2hunter2' }],
    ['without the six characters at its end', { secret: SECRET.replace('-AbCdEf', '') }],
    ['with an unknown field', { secret: SECRET, value: 'hunter2hunter2' }],
    ['without its ARN', { key: 'password' }],
    ['that is a list', ['hunter2hunter2']],
    ['that is a number', 7],
    ['with a prefix of two lines', { secret: SECRET, prefix: 'hunter2\nhunter2' }],
  ])('%s is refused, and its text is not quoted', (_, reference) => {
    const problems = problemsOf(reference);
    expect(problems).toMatch(/^smokeTest\.checks\[0\]\.headers\.Authorization.*must be/);
    expect(problems).not.toContain('hunter2');
  });

  test('may be a body', () => {
    expect(checkPlan(planInput(smokeTest({ body: { secret: PARAMETER } }))).ok).toBe(true);
    const checked = checkPlan(planInput(smokeTest({ body: '' })));
    expect(checked.ok ? '' : describeProblems(checked.problems)).toMatch(
      /^smokeTest\.checks\[0\]\.body: is not valid; must be the body of the request/,
    );
  });
});

describe('the certificate of a client', () => {
  const PEM = '-----BEGIN CERTIFICATE-----\nQUJD\nREVG\n-----END CERTIFICATE-----\n';
  const problemsWith = (clientCertificate: unknown) => {
    const checked = checkPlan(planInput(smokeTest({ clientCertificate } as Partial<CheckInput>)));
    return checked.ok ? '' : describeProblems(checked.problems);
  };

  test.each([
    ['in the plan', { certificate: PEM, privateKey: { secret: SECRET } }],
    ['with its chain', { certificate: PEM + PEM, privateKey: { secret: SECRET } }],
    ['as a secret', { certificate: { secret: PARAMETER }, privateKey: { secret: SECRET, key: 'key' } }],
  ])('may be %s', (_, given) => {
    expect(problemsWith(given)).toBe('');
  });

  test.each([
    ['certificate', { certificate: 'hunter2', privateKey: { secret: SECRET } }],
    ['certificate', { certificate: `${PEM}hunter2`, privateKey: { secret: SECRET } }],
    ['certificate', { privateKey: { secret: SECRET } }],
    ['privateKey', { certificate: PEM, privateKey: '-----BEGIN PRIVATE KEY-----hunter2' }],
    ['privateKey', { certificate: PEM }],
  ])('is refused by its %s, which is not quoted: %j', (field, given) => {
    const problems = problemsWith(given);
    expect(problems).toContain(`smokeTest.checks[0].clientCertificate.${field}`);
    expect(problems).not.toContain('hunter2');
  });

  test('has references that the deployment must name', () => {
    const clientCertificate = { certificate: { secret: PARAMETER }, privateKey: { secret: SECRET } };
    const { checks } = planOf(smokeTest({ clientCertificate })).smokeTest;
    expect(referencesIn(checks, 'checks').map(({ path }) => path)).toEqual([
      'checks[0].clientCertificate.certificate',
      'checks[0].clientCertificate.privateKey',
    ]);
  });
});

const { checks } = planOf({
  smokeTest: {
    baseUrl: 'https://gw-api.example.com',
    checks: [
      { path: '/', headers: { Authorization: { secret: SECRET }, Accept: '*/*' } },
      { path: '/', body: { secret: PARAMETER }, headers: { Cookie: 'a=b', 'X-Api-Key': '1', Accept: '*/*' } },
    ],
  },
}).smokeTest;

test('references are found with the paths of their fields', () => {
  expect(referencesIn(checks, 'checks')).toEqual([
    { path: 'checks[0].headers.Authorization', reference: { secret: SECRET } },
    { path: 'checks[1].body', reference: { secret: PARAMETER } },
  ]);
});

test('a secret that the deployment does not name is a problem', () => {
  expect(secretProblems(checks, 'checks', [SECRET, PARAMETER])).toEqual([]);
  expect(secretProblems(checks, 'checks', [SECRET])).toEqual([
    {
      path: 'checks[1].body.secret',
      message: `is "${PARAMETER}"; must be one of the secrets of the deployment (secrets): ${SECRET}`,
    },
  ]);
  expect(describeProblems(secretProblems(checks, 'checks', []))).toContain('(secrets): none');
});

test('a header that seems to hold a credential as text is warned of, and its value is not quoted', () => {
  const warnings = credentialWarnings(checks, 'checks');
  expect(warnings.map(({ path }) => path)).toEqual([
    'checks[1].headers.Cookie',
    'checks[1].headers.X-Api-Key',
  ]);
  expect(describeProblems(warnings)).not.toContain('a=b');
  expect(warnings[0]?.message).toContain('write { secret: ARN }');
});
