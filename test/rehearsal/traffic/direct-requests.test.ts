import { describe, expect, test } from '@jest/globals';
import type { PathName } from '../../../lambdas/core/plan/direction';
import { Metrics } from '../../../lib/rehearsal/aws/metrics';
import { seededRandom } from '../../../lib/rehearsal/kernel/random';
import { rehearse } from '../../../lib/rehearsal/rehearse';
import { checkScenario } from '../../../lib/rehearsal/scenario';
import { DirectRequests } from '../../../lib/rehearsal/traffic/direct-requests';
import { Path } from '../../../lib/rehearsal/traffic/path';
import { START, type World } from '../../../lib/rehearsal/world/world';
import { valid } from '../../../tools/golden/golden-files';
import { planOf } from '../../support/plans/plans';

const MINUTE_MS = 60_000;
const unchanged = () => undefined;

/** Direct requests to paths of which the old one fails every request, and the new one none. */
function directRequests() {
  const metrics = new Metrics(MINUTE_MS, 0, unchanged);
  const paths = { old: new Path(40, 1, unchanged), new: new Path(70, 0, unchanged) };
  const direct = new DirectRequests({ paths, metrics, random: seededRandom(1) });
  const counted = (path: PathName) => metrics.read(path, 0, 60 * MINUTE_MS, 60 * MINUTE_MS);
  return { metrics, direct, counted };
}

describe('direct requests', () => {
  test('are counted with the errors and the latency of their path, and on no other', () => {
    const { direct, counted } = directRequests();
    direct.begin('old', 2);
    direct.step(0, MINUTE_MS);
    expect(counted('old')).toEqual({ requests: 120, failed: 120, p99Ms: 120, addedMs: 0 });
    expect(counted('new')).toBeNull();
  });

  test('of several clients add up', () => {
    const { direct, counted } = directRequests();
    direct.begin('new', 2);
    direct.begin('new', 3);
    direct.step(0, MINUTE_MS);
    expect(counted('new')).toMatchObject({ requests: 300, failed: 0, p99Ms: 210 });
  });

  test.each([1_000, 7_000, MINUTE_MS])('keep their pace in steps of %i ms', (stepMs) => {
    const { direct, counted } = directRequests();
    direct.begin('new', 0.1);
    for (let at = 0; at < 10 * MINUTE_MS; at += stepMs) {
      direct.step(at, Math.min(at + stepMs, 10 * MINUTE_MS));
    }
    expect(counted('new')?.requests).toBe(60);
  });

  test('begin with their first step, and stop at their end', () => {
    const { direct, counted } = directRequests();
    direct.step(0, MINUTE_MS);
    const client = direct.begin('new', 1);
    direct.step(MINUTE_MS, 2 * MINUTE_MS);
    client.end();
    direct.step(2 * MINUTE_MS, 3 * MINUTE_MS);
    expect(counted('new')?.requests).toBe(60);
  });

  test('do not arrive in metrics that are muted', () => {
    const { direct, counted, metrics } = directRequests();
    metrics.mute('new');
    direct.begin('new', 1);
    direct.step(0, MINUTE_MS);
    expect(counted('new')).toBeNull();
  });
});

/** A rehearsal without requests of the route: its totals, and the requests that the metrics have. */
async function rehearsed(faults: readonly object[]) {
  const scenario = valid(checkScenario({ traffic: { requestsPerSecond: 0 }, faults }));
  let world: World | undefined;
  const input = { plan: planOf(), scenario, scenarioName: 'direct' };
  const { result } = await rehearse(input, {
    world: (made) => {
      world = made;
    },
  });
  const requests = (path: PathName, from: number, to: number) =>
    world?.metrics.read(path, START + from, START + to, START + 60 * MINUTE_MS)?.requests ?? 0;
  return { totals: result.traffic, requests };
}

test.each(['old', 'new'] as const)('a fault sends requests to the %s path past the route', async (path) => {
  const fault = { kind: 'direct-requests', path, requestsPerSecond: 3, at: 120, forSeconds: 60 };
  const { totals, requests } = await rehearsed([fault]);
  const other = path === 'old' ? 'new' : 'old';
  // The smoke test has sent its requests in the first minute.
  expect(requests(path, MINUTE_MS, 2 * MINUTE_MS)).toBe(0);
  expect(requests(path, 2 * MINUTE_MS, 3 * MINUTE_MS)).toBe(180);
  expect(requests(path, 3 * MINUTE_MS, 4 * MINUTE_MS)).toBe(0);
  expect(requests(other, MINUTE_MS, 4 * MINUTE_MS)).toBe(0);
  expect(totals.requests).toBe(0);
});
