import { describe, expect, test } from '@jest/globals';
import type { Caller } from '../../../../lib/rehearsal/aws/calls';
import { Metrics } from '../../../../lib/rehearsal/aws/metrics';
import { seededRandom } from '../../../../lib/rehearsal/kernel/random';
import { VirtualClock } from '../../../../lib/rehearsal/kernel/virtual-clock';
import { clientsOf } from '../../../../lib/rehearsal/routers/registry';
import { RecordSplit } from '../../../../lib/rehearsal/routers/route53/record-split';
import { Path } from '../../../../lib/rehearsal/traffic/path';
import { Traffic } from '../../../../lib/rehearsal/traffic/traffic';
import { START } from '../../../../lib/rehearsal/world/world';
import { planOf } from '../../../support/plans/plans';

const OLD_TTL = 3_600;
const INSYNC = 30;

/** Calls that take no time. */
const atOnce: Caller = { call: async (_service, _operation, work) => work() };

/** A pair with a TTL of an hour, whose TTL is lowered to 30 s; all traffic moves so many seconds later. */
async function movedAfter(leadSeconds: number) {
  const { router: route } = planOf();
  const clock = new VirtualClock(START);
  const random = seededRandom(1);
  const records = new RecordSplit({
    route,
    setup: { alias: false, ttlSeconds: OLD_TTL, insyncSeconds: INSYNC },
    clock,
    random,
  });
  const path = () => new Path(40, 0, () => undefined);
  const metrics = new Metrics(60_000, 0, () => undefined);
  const clients = clientsOf(route, { stubbornShare: 0, stubbornSeconds: 1 });
  const paths = { old: path(), new: path() };
  const traffic = new Traffic({
    ...{ requestsPerSecond: 1, clients, split: records, paths, metrics, random, startsAt: START },
  });
  const before = records.list();
  const lowered = before.map((record) => ({ ...record, TTL: 30 }));
  await records.records(atOnce).replace(route, before, lowered);
  await clock.runUntil(clock.sleep(1_000 * leadSeconds));
  const router = records.router(atOnce);
  await router.write(route, 100, (await router.read(route)).version);
  const movedAt = clock.now();
  return { traffic, shareAfter: (seconds: number) => traffic.shareAt(movedAt + 1_000 * seconds), movedAt };
}

describe('the lead of a lowered TTL', () => {
  test('clients reach the new path within the new TTL after the lead', async () => {
    const { shareAfter, traffic, movedAt } = await movedAfter(OLD_TTL + INSYNC);
    expect(shareAfter(0)).toBeLessThan(0.05);
    expect(shareAfter(INSYNC + 30)).toBe(1);
    expect(traffic.steadyFrom()).toBe(movedAt + 1_000 * (INSYNC + 30));
  });

  test('clients need the old TTL without the lead, and half of them half of it', async () => {
    const { shareAfter, traffic, movedAt } = await movedAfter(0);
    expect(shareAfter(INSYNC + 30)).toBeLessThan(0.05);
    expect(shareAfter(OLD_TTL / 2)).toBeCloseTo(0.5, 1);
    expect(shareAfter(OLD_TTL + INSYNC)).toBe(1);
    expect(traffic.steadyFrom()).toBe(movedAt + 1_000 * (OLD_TTL + INSYNC));
  });
});
