import { Calls } from '../../../../lib/rehearsal/aws/calls';
import { seededRandom } from '../../../../lib/rehearsal/kernel/random';
import { VirtualClock } from '../../../../lib/rehearsal/kernel/virtual-clock';
import { ForwardSplit } from '../../../../lib/rehearsal/routers/alb/forward-split';
import { START } from '../../../../lib/rehearsal/world/world';
import { describeForwardActions } from '../../../contracts/forward-actions.contract';
import { loadBalancer, newTargetGroupArn } from '../../../support/plans/routers';
import { inWorldTime } from '../../../support/world/in-world-time';

describeForwardActions('the simulated load balancer', async () => {
  const clock = new VirtualClock(START);
  const route = loadBalancer();
  const named = (name: string) => newTargetGroupArn.replace('/new/', `/${name}/`);
  const free = ['one', 'two', 'three', 'four'].map(named);
  const foreign = named('foreign');
  const others = new Map([
    ...free.map((arn) => [arn, 'no balancer'] as const),
    [foreign, 'another balancer'] as const,
  ]);
  const split = new ForwardSplit({ route, setup: { stickinessSeconds: 0 }, clock }, others);
  const calls = new Calls(clock, seededRandom(1));
  return { api: inWorldTime(clock, split.api(calls)), route, free, foreign, missing: named('missing') };
});
