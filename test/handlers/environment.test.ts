import { expect, test } from '@jest/globals';
import { environment } from '../../lambdas/handlers/support/environment';
import { hookEnvironment } from '../../lambdas/handlers/support/hook-environment';

const given = {
  LEDGER_TABLE: 'ledger',
  ALLOWED_HOSTS: '["gw-*.example.com"]',
  ALLOW_PRIVATE_ADDRESSES: 'false',
  REVERT_MACHINE_ARN: 'arn:aws-us-gov:states:us-gov-west-1:111122223333:stateMachine:Revert-1a2B',
  ROUTES: '["route53/Z0123456789ABCDEFGHIJ/api.example.com"]',
  PATH: '/bin',
};

test('returns the variables that were asked for, in their types, and no other', () => {
  expect(environment(['LEDGER_TABLE'], given)).toEqual({ LEDGER_TABLE: 'ledger' });
  expect(environment(['ALLOWED_HOSTS', 'ALLOW_PRIVATE_ADDRESSES', 'ROUTES'], given)).toEqual({
    ALLOWED_HOSTS: ['gw-*.example.com'],
    ALLOW_PRIVATE_ADDRESSES: false,
    ROUTES: ['route53/Z0123456789ABCDEFGHIJ/api.example.com'],
  });
  expect(environment(['REVERT_MACHINE_ARN'], given).REVERT_MACHINE_ARN).toBe(given.REVERT_MACHINE_ARN);
  expect(
    environment(['ALLOW_PRIVATE_ADDRESSES'], { ALLOW_PRIVATE_ADDRESSES: 'true' }).ALLOW_PRIVATE_ADDRESSES,
  ).toBe(true);
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
  ['ALLOW_PRIVATE_ADDRESSES', 'yes', /is "yes"; must be one of "true", "false"/],
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
