import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  arnOf,
  forwardAt,
  forwardDrift,
  type ListenerAction,
  labelOf,
  readForward,
} from '../../../../lambdas/core/routers/alb/forward-action';
import {
  listenerArn,
  loadBalancer,
  newTargetGroupArn,
  oldTargetGroupArn,
  ruleArn,
} from '../../../support/plans/routers';

const router = loadBalancer();
const group = (TargetGroupArn: string, Weight?: number) => ({
  TargetGroupArn,
  ...(Weight === undefined ? {} : { Weight }),
});
const forward = (old: number | undefined, fresh: number | undefined, more: object = {}): ListenerAction => ({
  Type: 'forward',
  ForwardConfig: {
    TargetGroups: [group(oldTargetGroupArn, old), group(newTargetGroupArn, fresh)],
    ...more,
  },
});
const login = { Type: 'authenticate-oidc', Order: 1, AuthenticateOidcConfig: { ClientId: 'one' } };
const rule = (...Actions: ListenerAction[]) => ({ Actions, Priority: '10' });
const versionOf = (...actions: ListenerAction[]) => readForward(router, rule(...actions)).version;

describe('readForward', () => {
  test.each([
    [100, 0, 0],
    [0, 1, 100],
    [3, 1, 25],
    [999, 999, 50],
    [undefined, 0, 0],
    [undefined, undefined, 50],
    [0, undefined, 100],
  ])('reads weights %p and %p as %d %%', (old, fresh, percent) => {
    expect(readForward(router, rule(forward(old, fresh)))).toMatchObject({
      percent,
      ttlSeconds: 0,
      ttlIsOurs: false,
    });
  });

  test.each([
    [{ Enabled: true, DurationSeconds: 300 }, 300],
    [{ Enabled: true }, 0],
    [{ Enabled: false, DurationSeconds: 300 }, 0],
    [{}, 0],
  ])('reads stickiness %j as a TTL of %d s', (TargetGroupStickinessConfig, seconds) => {
    const found = rule(forward(90, 10, { TargetGroupStickinessConfig }));
    expect(readForward(router, found).ttlSeconds).toBe(seconds);
  });

  test('reads the same version whatever the order of fields and target groups', () => {
    const turned = {
      ForwardConfig: {
        TargetGroups: [
          { Weight: 10, TargetGroupArn: newTargetGroupArn },
          { Weight: 90, TargetGroupArn: oldTargetGroupArn },
        ],
      },
      Type: 'forward',
    };
    expect(versionOf(login, turned)).toBe(versionOf(login, forward(90, 10)));
    expect(versionOf(forward(90, 10), login)).not.toBe(versionOf(login, forward(90, 10)));
  });

  const third = `${newTargetGroupArn}-3`;
  test.each<[string, readonly ListenerAction[], RegExp]>([
    ['without a forward action', [{ Type: 'redirect' }], /no forward action/],
    ['without any action', [], /no forward action/],
    ['whose weights are both 0', [forward(0, 0)], /both weights are 0/],
    [
      'with one target group alone',
      [{ Type: 'forward', TargetGroupArn: oldTargetGroupArn }],
      /forwards to arn/,
    ],
    [
      'with another target group',
      [{ Type: 'forward', ForwardConfig: { TargetGroups: [group(oldTargetGroupArn, 1), group(third, 1)] } }],
      /exactly/,
    ],
    [
      'with a third one',
      [
        forward(1, 0, {
          TargetGroups: [group(oldTargetGroupArn, 1), group(newTargetGroupArn, 1), group(third, 0)],
        }),
      ],
      /exactly/,
    ],
    [
      'with the same one twice',
      [forward(1, 0, { TargetGroups: [group(oldTargetGroupArn, 1), group(oldTargetGroupArn, 0)] })],
      /exactly/,
    ],
    ['with none', [forward(1, 0, { TargetGroups: [] })], /exactly/],
  ])('refuses a listener or rule %s as broken', (_, actions, message) => {
    expect(() => readForward(router, rule(...actions))).toThrow(
      expect.objectContaining({ name: 'RouteBrokenError', message: expect.stringMatching(message) }),
    );
    expect(() => readForward(router, rule(...actions))).toThrow('listener-rule/app/api/0123456789abcdef/');
  });
});

describe('forwardAt', () => {
  test('gives the version that a read finds at the percent, with everything else unchanged', () => {
    const sticky = { TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 } };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), (percent) => {
        const version = versionOf(login, forward(100, 0, sticky));
        expect(forwardAt(router, version, percent)).toBe(
          versionOf(login, forward(100 - percent, percent, sticky)),
        );
      }),
    );
  });

  test('leaves actions that do not forward unchanged', () => {
    const version = JSON.stringify({ Actions: [{ Type: 'fixed-response' }] });
    expect(forwardAt(router, version, 10)).toBe(version);
  });
});

test('forwardDrift lists each place that differs with both values', () => {
  const before = versionOf(login, forward(90, 10));
  const after = versionOf({ ...login, Order: 2 } as ListenerAction, forward(50, 50));
  expect(forwardDrift(before, after)).toBe(
    'Actions[0].Order 1 → 2; Actions[1].ForwardConfig.TargetGroups[0].Weight 10 → 50; ' +
      'Actions[1].ForwardConfig.TargetGroups[1].Weight 90 → 50',
  );
  expect(forwardDrift(before, versionOf(forward(90, 10)))).toContain('→ undefined');
  expect(forwardDrift(before, before)).toBe('');
});

test('arnOf and labelOf name the listener or the rule', () => {
  const { ruleArn: _, ...rest } = loadBalancer({ listenerArn });
  expect([arnOf(router), arnOf(rest)]).toEqual([ruleArn, listenerArn]);
  expect(labelOf(rest)).toBe('listener/app/api/0123456789abcdef/0011223344556677');
  const { listenerArn: __, ...neither } = rest;
  expect(arnOf(neither)).toBe('');
});
