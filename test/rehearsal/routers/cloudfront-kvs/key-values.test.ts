import { Calls } from '../../../../lib/rehearsal/aws/calls';
import { seededRandom } from '../../../../lib/rehearsal/kernel/random';
import { VirtualClock } from '../../../../lib/rehearsal/kernel/virtual-clock';
import { KeyValueSplit } from '../../../../lib/rehearsal/routers/cloudfront-kvs/key-value-split';
import { START } from '../../../../lib/rehearsal/world/world';
import { describeKeyValues } from '../../../contracts/key-values.contract';
import { keyValueStore } from '../../../support/plans/routers';
import { inWorldTime } from '../../../support/world/in-world-time';

describeKeyValues('the simulated key value store', async () => {
  const clock = new VirtualClock(START);
  const route = keyValueStore();
  const random = seededRandom(1);
  const split = new KeyValueSplit({ route, setup: {}, clock, random });
  const api = inWorldTime(clock, split.api(new Calls(clock, random)));
  return { api, storeArn: route.keyValueStoreArn };
});
