import { describe, expect, test } from '@jest/globals';
import { shiftBatch } from '../../../../lambdas/core/routers/route53/weighted-records';
import { Metrics } from '../../../../lib/rehearsal/aws/metrics';
import { seededRandom } from '../../../../lib/rehearsal/kernel/random';
import { VirtualClock } from '../../../../lib/rehearsal/kernel/virtual-clock';
import { Records } from '../../../../lib/rehearsal/routers/route53/records';
import { clientsOf } from '../../../../lib/rehearsal/traffic/clients';
import { Path } from '../../../../lib/rehearsal/traffic/path';
import { Traffic } from '../../../../lib/rehearsal/traffic/traffic';
import { START } from '../../../../lib/rehearsal/world/world';
import { planOf } from '../../../support/plans/plans';

const OLD_TTL = 3_600;
const INSYNC = 30;

/** A pair with a TTL of an hour that is lowered to 30 s; all traffic moves so many seconds after that. */
async function movedAfter(leadSeconds: number) {
  const { router: route } = planOf();
  const clock = new VirtualClock(START);
  const random = seededRandom(1);
  const records = new Records(
    route,
    { alias: false, ttlSeconds: OLD_TTL, insyncSeconds: INSYNC },
    clock,
    random,
  );
  const path = () => new Path(40, 0, () => undefined);
  const metrics = new Metrics(60_000, 0, () => undefined);
  const clients = clientsOf(route, { stubbornShare: 0, stubbornSeconds: 1 });
  const paths = { old: path(), new: path() };
  const traffic = new Traffic({
    ...{ requestsPerSecond: 1, clients, split: records, paths, metrics, random, startsAt: START },
  });
  const before = records.list();
  records.apply([
    ...before.map((record) => ({ Action: 'DELETE' as const, ResourceRecordSet: record })),
    ...before.map((record) => ({ Action: 'CREATE' as const, ResourceRecordSet: { ...record, TTL: 30 } })),
  ]);
  await clock.runUntil(clock.sleep(1_000 * leadSeconds));
  records.apply(shiftBatch(route, JSON.stringify(records.list()), 100).changes);
  const movedAt = clock.now();
  return { traffic, shareAfter: (seconds: number) => traffic.shareAt(movedAt + 1_000 * seconds), movedAt };
}

describe('clients after all traffic has moved', () => {
  test('are there within the new TTL, when the lead was waited for', async () => {
    const { shareAfter, traffic, movedAt } = await movedAfter(OLD_TTL + INSYNC);
    expect(shareAfter(0)).toBeLessThan(0.05);
    expect(shareAfter(INSYNC + 30)).toBe(1);
    expect(traffic.steadyFrom()).toBe(movedAt + 1_000 * (INSYNC + 30));
  });

  test('come as slowly as before without the lead: half of them take half of the old TTL', async () => {
    const { shareAfter, traffic, movedAt } = await movedAfter(0);
    expect(shareAfter(INSYNC + 30)).toBeLessThan(0.05);
    expect(shareAfter(OLD_TTL / 2)).toBeCloseTo(0.5, 1);
    expect(shareAfter(OLD_TTL + INSYNC)).toBe(1);
    expect(traffic.steadyFrom()).toBe(movedAt + 1_000 * (OLD_TTL + INSYNC));
  });
});
