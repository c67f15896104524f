import { describe, expect, test } from '@jest/globals';
import {
  madeUpPreparation,
  preparedPercent,
} from '../../../lambdas/core/record-preparation/made-up-preparation';
import { planPreparation } from '../../../lambdas/core/record-preparation/preparation';
import type { Route53 } from '../../../lambdas/core/routers/route53/schema';
import { type RecordSet, recordsText } from '../../../lambdas/core/routers/route53/weighted-records';

const router: Route53 = {
  kind: 'route53',
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  recordName: 'api.example.com',
  recordTypes: ['A', 'AAAA'],
  oldSetIdentifier: 'old',
  newSetIdentifier: 'new',
};
const adopt = { newTarget: { values: { A: ['192.0.2.2'], AAAA: ['2001:db8::2'] } } };
const ttl = { seconds: 30, leadSeconds: 60 };
const record = (Type: string, Value: string, more: object = {}) => ({
  ...{ Name: 'api.example.com.', Type, TTL: 300, ResourceRecords: [{ Value }] },
  ...more,
});
const simple = [record('A', '192.0.2.1'), record('AAAA', '2001:db8::1')];
const pair = ['A', 'AAAA'].flatMap((type) => [
  record(type, 'one', { SetIdentifier: 'old', Weight: 100 }),
  record(type, 'two', { SetIdentifier: 'new', Weight: 0 }),
]);
const prepare = (records: readonly object[], more: object = {}) =>
  planPreparation({ ...router, ...more }, ttl, records as never).preparation;

describe('a preparation of the workflow', () => {
  test.each([
    ['of a pair', prepare(pair)],
    ['of simple records', prepare(simple, { adopt })],
    ['of one type alone', prepare([...simple.slice(0, 1), ...pair.slice(2)], { adopt })],
  ])('is accepted: %s', (_, preparation) => {
    expect(preparation).not.toBeNull();
    expect(madeUpPreparation(router, preparation)).toBeNull();
  });
});

describe('the percent of a preparation', () => {
  const at = (type: string, old: number, fresh: number) => [
    record(type, 'one', { SetIdentifier: 'old', Weight: old }),
    record(type, 'two', { SetIdentifier: 'new', Weight: fresh }),
  ];

  const sharing = prepare([...at('A', 75, 25), ...at('AAAA', 75, 25)]) as NonNullable<
    ReturnType<typeof prepare>
  >;
  const changed = (change: (records: readonly RecordSet[]) => readonly object[]) => ({
    ...sharing,
    left: JSON.stringify(change(JSON.parse(sharing.left))),
  });

  test('is that of all types', () => {
    expect(preparedPercent(router, sharing)).toBe(25);
  });

  test('is that of the types that were prepared, where another one needed nothing', () => {
    expect(
      preparedPercent(
        router,
        changed((all) => all.filter(({ Type }) => Type === 'A')),
      ),
    ).toBe(25);
  });

  test('is not known of types that disagree, or without weight', () => {
    const setA = (Weight: number) => (all: readonly RecordSet[]) =>
      all.map((one) => (one.Type === 'A' ? { ...one, Weight } : one));
    expect(preparedPercent(router, changed(setA(50)))).toBeNull();
    expect(preparedPercent(router, changed(setA(0)))).toBeNull();
  });
});

test('the order of the records of a preparation is of no matter', () => {
  const sound = prepare(simple, { adopt }) as NonNullable<ReturnType<typeof prepare>>;
  const kept = JSON.stringify(JSON.parse(sound.kept).reverse());
  expect(madeUpPreparation(router, { ...sound, kept })).toBeNull();
});

describe('a made-up preparation is refused', () => {
  const sound = prepare(simple, { adopt });
  const elsewhere = 'would restore records that answer otherwise';
  const evil = recordsText([record('A', '203.0.113.66'), record('AAAA', '2001:db8::1')]);
  test.each([
    ['that is none', {}, 'is not a preparation'],
    ['whose records are no text of records', { ...sound, original: '[{"Name":1}]' }, 'is not a preparation'],
    ['whose text is not JSON', { ...sound, left: 'x' }, 'is not a preparation'],
    ['with other addresses', { ...sound, original: evil }, elsewhere],
    ['with other kept records', { ...sound, kept: recordsText(pair) }, elsewhere],
    [
      'with the new record as the original one',
      { ...sound, original: recordsText([record('A', '192.0.2.2'), record('AAAA', '2001:db8::2')]) },
      elsewhere,
    ],
    [
      'that leaves the old record alone as weighted',
      {
        ...sound,
        ...Object.fromEntries(
          (['kept', 'left'] as const).map((part) => [
            part,
            recordsText(simple.map((one) => ({ ...one, SetIdentifier: 'old', Weight: 100 }))),
          ]),
        ),
      },
      elsewhere,
    ],
    [
      'of another name',
      { ...sound, original: recordsText([{ ...simple[0], Name: 'www.example.com.' }]) },
      'has a record of www.example.com. A',
    ],
    [
      'of another type',
      { ...sound, original: recordsText([record('TXT', 'x')]) },
      'has a record of api.example.com. TXT',
    ],
    [
      'of another set identifier',
      { ...sound, kept: recordsText([record('A', 'x', { SetIdentifier: 'third', Weight: 1 })]) },
      'has a record of api.example.com. A',
    ],
  ])('%s', (_, preparation, problem) => {
    expect(madeUpPreparation(router, preparation)).toContain(problem);
  });
});
