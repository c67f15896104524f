import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { EdgeConfig } from '../../lambdas/edge/config';
import { bucketOf } from '../../lambdas/edge/hash';
import { browser, edgeConfig, simulatedDistribution } from '../support/edge/edge-browser';
import type { Store } from '../support/edge/edge-runtime';

const COOKIE = '__Host-cutover-id';
const store = { 'traffic-split': '0' };
const set = (distribution: { environment: { store: Store | null } }, percent: number) => {
  distribution.environment.store = { 'traffic-split': `${percent}` };
};

test.each(['b', 'fnv1a-fmix32'] as const)(
  'thousands of users are assigned by their bucket, and never move back (%s)',
  async (hash) => {
    const distribution = simulatedDistribution(edgeConfig({ hash }), store);
    const users = Array.from({ length: 2_000 }, (_, i) => `user-${i}@example.com`);
    const before = new Set<string>();
    for (const percent of [0, 1, 10, 50, 99, 100]) {
      set(distribution, percent);
      for (const user of users) {
        const { chosen, side, answer } = await distribution.send({ headers: { 'x-user': user } });
        const onNew = bucketOf(hash, user) < percent;
        expect([chosen, side, answer.headers['x-cutover-side']?.value]).toEqual(
          onNew ? [{ id: 'new1' }, 'new', 'new'] : [null, 'old', 'old'],
        );
        expect(answer.cookies).toEqual({});
        expect(before.has(user) && !onNew).toBe(false);
        if (onNew) {
          before.add(user);
        }
      }
    }
    expect(before.size).toBe(users.length);
  },
);

test('no user moves back while the percent rises, and all users are back at 0 %', async () => {
  const distribution = simulatedDistribution(edgeConfig({ hash: 'b' }), store);
  const percents = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1, maxLength: 30 }), percents, async (user, drawn) => {
      const sides: unknown[] = [];
      for (const percent of [...drawn.sort((a, b) => a - b), 0]) {
        set(distribution, percent);
        sides.push((await distribution.send({ headers: { 'x-user': user } })).side);
      }
      const rising = sides.slice(0, -1);
      expect(rising.indexOf('new') === -1 || rising.lastIndexOf('old') < rising.indexOf('new')).toBe(true);
      expect(sides.at(-1)).toBe('old');
    }),
  );
});

describe('an anonymous user', () => {
  const anonymous = (mode: EdgeConfig['anonymous'], percent: number) =>
    simulatedDistribution(edgeConfig({ anonymous: mode }), { 'traffic-split': `${percent}` });

  test.each(['cookie', 'address'] as const)(
    'gets an id with the first response and keeps its side and id (%s)',
    async (mode) => {
      const distribution = anonymous(mode, 50);
      const sides = new Set<string | undefined>();
      for (let i = 0; i < 200; i += 1) {
        const { jar, visit } = browser(distribution, { ip: `192.0.2.${i}` });
        const first = await visit();
        expect(first.answer.cookies).toEqual({
          [COOKIE]: {
            value: expect.stringMatching(/^[A-Za-z0-9_-]{16,64}$/),
            attributes: 'Secure; HttpOnly; SameSite=Lax; Path=/; Max-Age=31536000',
          },
        });
        const id = jar[COOKIE];
        const later = [await visit(), await visit(500), await visit()];
        expect(later.map(({ side }) => side)).toEqual([first.side, first.side, first.side]);
        expect(later.map(({ answer }) => answer.cookies)).toEqual([{}, {}, {}]);
        expect(bucketOf('fnv1a-fmix32', `${id}`) < 50).toBe(first.side === 'new');
        sides.add(first.side);
      }
      expect([...sides].sort()).toEqual(['new', 'old']);
    },
  );

  test('is on the new side as often as the percent says, out of ten thousand', async () => {
    const distribution = anonymous('cookie', 10);
    let onNew = 0;
    for (let i = 0; i < 10_000; i += 1) {
      onNew += (await distribution.send()).side === 'new' ? 1 : 0;
    }
    // Three standard deviations of a binomial distribution.
    expect(Math.abs(onNew / 100 - 10)).toBeLessThan(0.9);
  });

  test('keeps the side of its address if the first responses are errors without a cookie', async () => {
    const distribution = anonymous('address', 50);
    for (let i = 0; i < 20; i += 1) {
      const { visit, jar } = browser(distribution, { ip: `192.0.2.${i}` });
      const sides = [await visit(404), await visit(503), await visit(), await visit()].map(
        ({ side }) => side,
      );
      expect(new Set(sides).size).toBe(1);
      expect(jar).toHaveProperty(COOKIE);
    }
  });

  test('keeps the side of its cookie if the address changes', async () => {
    const distribution = anonymous('address', 50);
    const { jar, visit } = browser(distribution);
    const { side } = await visit();
    for (let i = 0; i < 50; i += 1) {
      expect((await distribution.send({ ip: `198.51.100.${i}`, cookies: jar })).side).toBe(side);
    }
  });

  test.each(['', 'short', 'x'.repeat(65), 'semi;colon-semi;colon', 'ümlautümlautümlaut'])(
    'with an invalid cookie (%j) gets a new one',
    async (value) => {
      const { answer } = await anonymous('cookie', 50).send({ cookies: { [COOKIE]: value } });
      expect(answer.cookies?.[COOKIE]?.value).toMatch(/^[A-Za-z0-9_-]{16,64}$/);
    },
  );

  test('without an id is on the old path until the percent is 100', async () => {
    const distribution = anonymous('last', 99);
    expect(await distribution.send()).toMatchObject({ side: 'old', answer: { cookies: {} } });
    set(distribution, 100);
    expect(await distribution.send()).toMatchObject({ side: 'new', answer: { cookies: {} } });
  });

  test('with a user name is not anonymous and gets no cookie', async () => {
    const { answer } = await anonymous('cookie', 50).send({ headers: { 'x-user': 'mary' } });
    expect(answer.cookies).toEqual({});
  });
});
