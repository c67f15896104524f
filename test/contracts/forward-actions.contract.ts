import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ForwardApi } from '../../lambdas/adapters/routers/alb/alb-router';
import type { ListenerAction, WeightedGroup } from '../../lambdas/core/routers/alb/forward-action';
import type { LoadBalancer } from '../../lambdas/core/routers/alb/schema';
import { type Gaps, testUnless } from './gaps';

/** A listener or rule of a balancer, and the target groups of its account. */
export interface ForwardActionsHarness {
  readonly api: ForwardApi;
  /** Its two target groups are attached to the balancer, or to none. */
  readonly route: LoadBalancer;
  /** Target groups that are attached to no balancer: at least four. */
  readonly free: readonly string[];
  /** A target group that is attached to another balancer. */
  readonly foreign: string;
  /** The ARN of a target group that does not exist. */
  readonly missing: string;
}

type Make = (harness: ForwardActionsHarness) => readonly ListenerAction[];

const forward = (TargetGroups: readonly WeightedGroup[], sticky?: object): ListenerAction => ({
  Type: 'forward',
  ForwardConfig: {
    TargetGroups,
    ...(sticky === undefined ? {} : { TargetGroupStickinessConfig: sticky }),
  },
});
const group = (TargetGroupArn: string, Weight: number): WeightedGroup => ({ TargetGroupArn, Weight });
const pair = ({ route }: ForwardActionsHarness, old: number, fresh: number) => [
  group(route.oldTargetGroupArn, old),
  group(route.newTargetGroupArn, fresh),
];
const redirect = {
  Type: 'redirect',
  RedirectConfig: { StatusCode: 'HTTP_301', Port: '443' },
} as ListenerAction;

const accepted: readonly (readonly [string, Make])[] = [
  ['weights of 0 and 999', (h) => [forward(pair(h, 999, 0))]],
  [
    'five target groups',
    (h) => [forward([...pair(h, 1, 1), ...h.free.slice(0, 3).map((arn) => group(arn, 1))])],
  ],
  ['stickiness of a second', (h) => [forward(pair(h, 1, 1), { Enabled: true, DurationSeconds: 1 })]],
  ['stickiness of a week', (h) => [forward(pair(h, 1, 1), { Enabled: true, DurationSeconds: 604_800 })]],
];

const refused: readonly (readonly [string, Make])[] = [
  ['a weight of 1000', (h) => [forward(pair(h, 1_000, 0))]],
  ['a weight below 0', (h) => [forward(pair(h, -1, 1))]],
  [
    'six target groups',
    (h) => [forward([...pair(h, 1, 1), ...h.free.slice(0, 4).map((arn) => group(arn, 1))])],
  ],
  ['one target group twice', (h) => [forward([...pair(h, 1, 1), ...pair(h, 1, 1)])]],
  ['stickiness of 0 s', (h) => [forward(pair(h, 1, 1), { Enabled: true, DurationSeconds: 0 })]],
  [
    'stickiness of more than a week',
    (h) => [forward(pair(h, 1, 1), { Enabled: true, DurationSeconds: 604_801 })],
  ],
  ['the target group of another balancer', (h) => [forward([...pair(h, 1, 1), group(h.foreign, 1)])]],
  ['a target group that does not exist', (h) => [forward([...pair(h, 1, 1), group(h.missing, 1)])]],
  ['two last actions', (h) => [forward(pair(h, 1, 1)), redirect]],
  ['no action', () => []],
];

/**
 * What a listener or rule accepts and refuses as its actions, whatever is behind the API: it says no to the
 * same, and then changes nothing.
 * Source: Elastic Load Balancing API Reference, ModifyListener, ModifyRule, ForwardActionConfig.
 */
export function describeForwardActions(
  name: string,
  make: () => Promise<ForwardActionsHarness>,
  gaps: Gaps<string> = {},
): void {
  describe(`${name} as the actions of a route`, () => {
    let harness: ForwardActionsHarness;
    const read = () => harness.api.read(harness.route);

    beforeEach(async () => {
      harness = await make();
    });

    test.each(accepted)('accepts %s', async (_, actionsOf) => {
      const actions = actionsOf(harness);
      await harness.api.modify(harness.route, actions);
      const groups = (await read())?.Actions.at(-1)?.ForwardConfig?.TargetGroups;
      expect(groups).toHaveLength(actions.at(-1)?.ForwardConfig?.TargetGroups?.length ?? 0);
    });

    for (const [what, actionsOf] of refused) {
      testUnless(gaps[what], `refuses ${what}`, async () => {
        const before = await read();
        await expect(harness.api.modify(harness.route, actionsOf(harness))).rejects.toMatchObject({
          name: 'RouteBrokenError',
          message: expect.stringContaining('nothing was written'),
        });
        expect(await read()).toEqual(before);
      });
    }
  });
}
