import { describe, expect, test } from '@jest/globals';
import type { LoadBalancer } from '../../../lambdas/core/routers/alb/schema';
import { findReferences } from '../../../lambdas/steps/support/find-references';
import { Calls } from '../../../lib/rehearsal/aws/calls';
import { ReferenceAccount } from '../../../lib/rehearsal/aws/reference-account';
import { worldReferences } from '../../../lib/rehearsal/aws/references';
import { seededRandom } from '../../../lib/rehearsal/kernel/random';
import { VirtualClock } from '../../../lib/rehearsal/kernel/virtual-clock';
import { ForwardSplit } from '../../../lib/rehearsal/routers/alb/forward-split';
import { START } from '../../../lib/rehearsal/world/world';
import { planOf } from '../../support/plans/plans';
import { newGroup, oldGroup } from '../../support/templates/old-path';

const elb = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333';
const groups = { oldTargetGroupArn: oldGroup, newTargetGroupArn: newGroup, acceptStickinessSeconds: 0 };

describe.each([
  ['a listener', { listenerArn: `${elb}:listener/app/shared/0123456789abcdef/1` }],
  ['a rule', { ruleArn: `${elb}:listener-rule/app/shared/0123456789abcdef/1/2` }],
])('a route whose weights are those of %s', (_, where) => {
  const router: LoadBalancer = { kind: 'alb', ...where, ...groups };
  const verdictAt = async (percent: number): Promise<string> => {
    const clock = new VirtualClock(START);
    const forward = new ForwardSplit({ route: router, setup: { stickinessSeconds: 0 }, clock });
    forward.foreignChange({ weights: { old: 100 - percent, new: percent } });
    const plan = { ...planOf({ decommission: {} }), router };
    const account = new ReferenceAccount(plan, forward.references);
    const references = worldReferences(new Calls(clock, seededRandom(1)), account);
    const report = await clock.runUntil(findReferences({ references, clock }, plan, { seconds: 60 }));
    return report.verdict;
  };

  test('refers to the old path until it is at 100 %', async () => {
    expect(await verdictAt(99)).toBe('in-use');
    expect(await verdictAt(100)).toBe('clear');
  });
});
