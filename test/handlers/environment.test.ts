import { expect, test } from '@jest/globals';
import { environment } from '../../lambdas/handlers/support/environment';
import { hookEnvironment } from '../../lambdas/handlers/support/hook-environment';

const given = {
  LEDGER_TABLE: 'ledger',
  ALLOWED_HOSTS: '["gw-*.example.com"]',
  ALLOWED_PRIVATE_NETWORKS: '[{"cidr":"10.0.0.0/16"}]',
  PRODUCTION_NAME_TEST: 'waived',
  SECRETS: '["arn:aws:ssm:eu-west-1:111122223333:parameter/a"]',
  REVERT_MACHINE_ARN: 'arn:aws-us-gov:states:us-gov-west-1:111122223333:stateMachine:Revert-1a2B',
  ROUTES: '["route53/Z0123456789ABCDEFGHIJ/api.example.com"]',
  PATH: '/bin',
};

test('returns the variables that were asked for, in their types, and no other', () => {
  expect(environment(['LEDGER_TABLE'], given)).toEqual({ LEDGER_TABLE: 'ledger' });
  expect(environment(['ALLOWED_HOSTS', 'ALLOWED_PRIVATE_NETWORKS', 'ROUTES'], given)).toEqual({
    ALLOWED_HOSTS: ['gw-*.example.com'],
    ALLOWED_PRIVATE_NETWORKS: [{ cidr: '10.0.0.0/16', ports: [80, 443] }],
    ROUTES: ['route53/Z0123456789ABCDEFGHIJ/api.example.com'],
  });
  expect(environment(['REVERT_MACHINE_ARN'], given).REVERT_MACHINE_ARN).toBe(given.REVERT_MACHINE_ARN);
  expect(environment(['PRODUCTION_NAME_TEST', 'SECRETS'], given)).toEqual({
    PRODUCTION_NAME_TEST: 'waived',
    SECRETS: ['arn:aws:ssm:eu-west-1:111122223333:parameter/a'],
  });
});

test("returns a hook's plan with its defaults", () => {
  const HOOK_PLAN = '{"host":"api.example.com","checks":[{"path":"/health"}]}';
  expect(hookEnvironment({ HOOK_PLAN }).HOOK_PLAN).toMatchObject({
    host: 'api.example.com',
    waitHealthySeconds: 300,
  });
});

test('returns the policy, or none', () => {
  expect(environment(['POLICY'], { POLICY: '{"maxStepUp":25}' })).toEqual({ POLICY: { maxStepUp: 25 } });
  expect(environment(['POLICY'], {}).POLICY).toBeUndefined();
});

test('lists every missing variable at once', () => {
  expect(() => environment(['LEDGER_TABLE', 'ROUTES'], {})).toThrow(
    new RegExp(
      "^the function's environment is not valid:\n" +
        'LEDGER_TABLE: is missing; must be .*\nROUTES: is missing; must be .*$',
    ),
  );
});

test.each([
  ['LEDGER_TABLE', '', /LEDGER_TABLE: is ""; must be the name/],
  ['ALLOWED_HOSTS', 'gw-*.example.com', /ALLOWED_HOSTS: is "gw-\*.example.com"; must be a JSON list/],
  ['ALLOWED_HOSTS', '[]', /ALLOWED_HOSTS: is an empty list; must be a list of 1 to 100 host patterns/],
  ['ALLOWED_HOSTS', '[7]', /ALLOWED_HOSTS\[0\]: is 7; must be a host pattern/],
  ['REVERT_MACHINE_ARN', 'Revert', /REVERT_MACHINE_ARN: is "Revert"; must be the ARN of the revert machine/],
  ['REVERT_MACHINE_ARN', 'arn:aws:states:eu-west-1:111122223333:execution:Revert:one', /must be the ARN of/],
  ['ALLOWED_PRIVATE_NETWORKS', '[{"cidr":"10.0.0.1/8"}]', /\[0\]\.cidr: is "10.0.0.1\/8"; must be an IP/],
  ['PRODUCTION_NAME_TEST', 'no', /is "no"; must be one of "required"/],
  ['SECRETS', '["a"]', /SECRETS\[0\]: is "a"; must be the whole ARN/],
  ['ROUTES', '["dns/a.example.com"]', /ROUTES\[0\]: is "dns\/a.example.com"; must be a route with its kind/],
  ['ROUTES', '[{}]', /ROUTES\[0\]: is a mapping; must be a route with its kind/],
  ['POLICY', '', /POLICY: is ""; must be the deployment's policy as JSON/],
] as const)('rejects %s=%s', (name, value, message) => {
  expect(() => environment([name], { [name]: value })).toThrow(message);
});

test.each([
  ['{', /HOOK_PLAN: is not valid; must be the hook's plan as JSON/],
  [
    '{"host":"api.example.com","checks":[{"path":"health"}]}',
    /HOOK_PLAN: is not valid; must be a hook's plan: checks\[0\].path: is "health"; must be a path/,
  ],
])('rejects HOOK_PLAN=%s', (value, message) => {
  expect(() => hookEnvironment({ HOOK_PLAN: value })).toThrow(message);
});
