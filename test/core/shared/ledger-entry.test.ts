import { describe, expect, test } from '@jest/globals';
import { routeKey } from '../../../lambdas/core/routers/route';
import {
  entryProblem,
  requirePreparation,
  requireSnapshot,
  requireSoundEntry,
} from '../../../lambdas/core/shared/ledger-entry';
import { orderedDeployment } from '../../support/accounts/code-deploy';
import { forwardAt } from '../../support/accounts/forward-harness';
import { routers } from '../../support/plans/routers';
import { cutoverUnderWay } from '../../support/world/cutover';

const at = '2026-11-20T12:00:00.000Z';
async function soundEntry() {
  const { entry, route, ledger, fence } = await cutoverUnderWay();
  await ledger.saveDeployment(route, fence, orderedDeployment({}), null);
  await ledger.beginShift(route, fence, { until: at, percent: 10 }, null);
  const sound = await entry();
  if (sound === null) {
    throw new Error('the test has no entry');
  }
  return { route, sound };
}

test('an entry of the workflow is sound, with a lock and without one', async () => {
  const { route, sound } = await soundEntry();
  expect(entryProblem(route, sound)).toBeNull();
  expect(entryProblem(route, { ...sound, lock: null, deployment: null })).toBeNull();
  expect(() => requireSoundEntry(route, sound)).not.toThrow();
});

test.each([
  [routers.alb, JSON.stringify({ Actions: forwardAt(100, 0) })],
  [routers['cloudfront-kvs'], JSON.stringify([{ Key: 'traffic-split', Value: '0' }])],
])('the snapshot of each router is read by its own rules', async (router, version) => {
  const { sound } = await soundEntry();
  const state = { percent: 0, version };
  const entry = { ...sound, router, snapshot: state, expected: state };
  expect(entryProblem(routeKey(router), entry)).toBeNull();
  expect(entryProblem(routeKey(router), { ...entry, snapshot: { percent: 7, version } })).toBe(
    '`snapshot.version` is not this route at 7 %',
  );
  const prepared = { original: '[]', kept: '[]', left: '[]', loweredFrom: null, leadSeconds: 0, what: '' };
  expect(entryProblem(routeKey(router), { ...entry, prepared })).toBe('`prepared` is not for this router');
});

describe('the format of a lock', () => {
  test.each([undefined, 1])('is known when it is %s', async (format) => {
    const { route, sound } = await soundEntry();
    const { format: _, ...lock } = sound.lock as NonNullable<typeof sound.lock>;
    const entry = { ...sound, lock: format === undefined ? lock : { ...lock, format } };
    expect(entryProblem(route, entry)).toBeNull();
  });

  test('of a newer release is refused, whatever else it has, with that release as the remedy', async () => {
    const { route, sound } = await soundEntry();
    const entry = { ...sound, lock: { ...sound.lock, format: 2, fence: 'renamed' } };
    expect(entryProblem(route, entry)).toMatch(
      /^`lock.format` is 2, of a newer release of Cutover; this one/,
    );
    expect(() => requireSoundEntry(route, entry)).toThrow(
      /^the ledger's entry of route53\S+ cannot be read: `lock.format` is 2, .* deploy that release again/,
    );
  });

  test.each([0, 1.5, 'two'])('that is %j is corrupt', async (format) => {
    const { route, sound } = await soundEntry();
    const entry = { ...sound, lock: { ...sound.lock, format } };
    expect(() => requireSoundEntry(route, entry)).toThrow(/is corrupt: `lock.format` is not what it is for/);
  });
});

describe('an entry that is made up', () => {
  type Entry = Awaited<ReturnType<typeof soundEntry>>['sound'];
  const cases: [string, (entry: Entry) => object, string][] = [
    ['no router', () => ({ router: null }), '`router` is missing'],
    ['a router of no kind', () => ({ router: { kind: 'dns' } }), '`router` is not a router'],
    [
      'the router of another route',
      ({ router }) => ({ router: { ...router, recordName: 'www.example.com' } }),
      '`router` is that of route53/',
    ],
    ['a lock without a plan', ({ lock }) => ({ lock: { ...lock, planName: undefined } }), '`lock.planName`'],
    [
      'a lock that was acquired at noon',
      ({ lock }) => ({ lock: { ...lock, acquiredAt: 'noon' } }),
      '`lock.ac',
    ],
    ['a fence that is text', ({ lock }) => ({ lock: { ...lock, fence: '1' } }), '`lock.fence`'],
    [
      'target groups that are text',
      ({ lock }) => ({ lock: { ...lock, targetGroupArns: 'a' } }),
      '`lock.targetGroupArns`',
    ],
    ['a lease without an end', () => ({ leaseUntil: 'always' }), '`leaseUntil`'],
    ['a lease that is no date', () => ({ leaseUntil: '2026-99-99Tx Z' }), '`leaseUntil`'],
    ['a deployment of no group', () => ({ deployment: { stage: 0 } }), '`deployment.applicationName`'],
    ['a snapshot without a version', () => ({ snapshot: { percent: 0 } }), '`snapshot.version`'],
    [
      'a snapshot of other records',
      ({ snapshot }) => ({
        snapshot: {
          ...snapshot,
          version: snapshot?.version.replaceAll('api.example.com', 'evil.example.com'),
        },
      }),
      '`snapshot.version` is not this route at 0 %',
    ],
    [
      'a snapshot with other weights than its percent',
      ({ snapshot }) => ({
        snapshot: { ...snapshot, version: snapshot?.version.replace('"Weight":0', '"Weight":255') },
      }),
      '`snapshot.version` is not this route at 0 %',
    ],
    [
      'an expected state that is no JSON',
      () => ({ expected: { percent: 0, version: 'x' } }),
      '`expected.version` is not this route at 0 %',
    ],
    ['a preparation that is none', () => ({ prepared: {} }), '`prepared` is not a preparation'],
    [
      'a snapshot above what the cutover wrote',
      ({ snapshot }) => ({
        snapshot: {
          percent: 100,
          version: snapshot?.version
            .replace('"Weight":100', '"Weight":-')
            .replace('"Weight":0', '"Weight":100')
            .replace('"Weight":-', '"Weight":0'),
        },
      }),
      '`snapshot` is at 100 %, above the 0 % that the cutover wrote',
    ],
    ['no snapshot after a shift', () => ({ snapshot: null }), '`snapshot` is missing'],
    [
      'no snapshot with a shift on its way',
      () => ({ snapshot: null, expected: null }),
      '`snapshot` is missing',
    ],
  ];

  test.each(cases)('with %s is refused', async (_, made, problem) => {
    const { route, sound } = await soundEntry();
    const entry = { ...sound, ...made(sound) };
    expect(entryProblem(route, entry)).toContain(problem);
    expect(() => requireSoundEntry(route, entry)).toThrow(
      expect.objectContaining({ name: 'LedgerCorruptError', message: expect.stringContaining(problem) }),
    );
  });

  test('is sound without a snapshot as long as nothing was shifted', async () => {
    const { route, sound } = await soundEntry();
    const early = { ...sound, snapshot: null, expected: null, shiftingUntil: null };
    expect(entryProblem(route, early)).toBeNull();
  });

  test('is sound with a snapshot before anything is expected', async () => {
    const { route, sound } = await soundEntry();
    expect(entryProblem(route, { ...sound, expected: null })).toBeNull();
  });
});

describe('an entry of a cutover', () => {
  const state = (percent: number) => ({
    percent,
    version: JSON.stringify([{ Key: 'traffic-split', Value: String(percent) }]),
  });

  test.each([
    [undefined, 25, 60, null],
    [undefined, 60, 25, '`snapshot` is at 60 %, above the 25 % that the cutover wrote'],
    ['down' as const, 60, 25, null],
    ['down' as const, 25, 60, '`snapshot` is at 25 %, below the 60 % that the cutover wrote'],
  ])(
    'with the direction %s, from %d to %d %%, has a snapshot where it began',
    async (direction, from, to, problem) => {
      const { sound } = await soundEntry();
      const router = routers['cloudfront-kvs'];
      const lock = { ...sound.lock, ...(direction === undefined ? {} : { direction }) };
      const entry = { ...sound, router, lock, snapshot: state(from), expected: state(to) };
      expect(entryProblem(routeKey(router), entry)).toBe(problem);
      expect(entryProblem(routeKey(router), { ...entry, expected: null })).toBeNull();
    },
  );

  test.each([
    [3, 1, null],
    [1, 1, '`snapshot` is missing, although a shift was recorded'],
    [0, 0, '`snapshot` is missing, although a shift was recorded'],
  ])('whose records were prepared at %d/%d has no snapshot yet at 25 %%', async (old, fresh, problem) => {
    const { route, sound } = await soundEntry();
    const record = { Name: 'api.example.com.', Type: 'A', TTL: 60 };
    const pair = (TTL: number, weights = [old, fresh]) =>
      JSON.stringify([
        { ...record, SetIdentifier: 'old', Weight: weights[0], TTL },
        { ...record, SetIdentifier: 'new', Weight: weights[1], TTL },
      ]);
    const prepared = {
      original: pair(300),
      kept: pair(300),
      left: pair(60),
      loweredFrom: 300,
      leadSeconds: 9,
      what: '',
    };
    const expected = { percent: 25, version: pair(60, [3, 1]) };
    const entry = { ...sound, snapshot: null, expected, shiftingTo: null, prepared };
    expect(entryProblem(route, entry)).toBe(problem);
    const { router } = sound;
    const asked = () => requirePreparation(route, entry);
    problem === null ? expect(asked()).toEqual({ router, prepared }) : expect(asked).toThrow(problem);
  });

  test('that does not say how its records were prepared is refused to whoever restores them', async () => {
    const { route, sound } = await soundEntry();
    expect(entryProblem(route, sound)).toBeNull();
    expect(() => requirePreparation(route, sound)).toThrow(
      expect.objectContaining({
        name: 'LedgerCorruptError',
        message: expect.stringContaining('`prepared` is missing, although the records were prepared'),
      }),
    );
  });
});

test('an entry without a snapshot is refused to whoever shifts', async () => {
  const { route, sound } = await soundEntry();
  expect(() => requireSnapshot(route, sound)).not.toThrow();
  // As between a preparation and the preflight that follows it: nothing has been shifted.
  const entry = { ...sound, snapshot: null, expected: null, shiftingUntil: null, shiftingTo: null };
  expect(entryProblem(route, entry)).toBeNull();
  expect(() => requireSnapshot(route, entry)).toThrow(
    expect.objectContaining({
      name: 'LedgerCorruptError',
      message: expect.stringContaining('`snapshot` is missing, although the preflight has saved it'),
    }),
  );
});
