import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Router } from '../../../../lambdas/core/plan/plan';
import { sameName } from '../../../../lambdas/core/routers/route53/record-names';
import {
  type RecordSet,
  readWeighted,
  recordDrift,
  recordsAt,
  shiftBatch,
  weightsFor,
} from '../../../../lambdas/core/routers/route53/weighted-records';
import { RouteBrokenError } from '../../../../lambdas/core/shared/errors';

const route: Router = {
  kind: 'route53',
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  recordName: 'api.example.com',
  recordTypes: ['A'],
  oldSetIdentifier: 'old',
  newSetIdentifier: 'new',
};
const both: Router = { ...route, recordTypes: ['A', 'AAAA'] };
const record = (SetIdentifier: string, Weight: number, more: object = {}): RecordSet => ({
  Name: 'api.example.com.',
  Type: 'A',
  SetIdentifier,
  Weight,
  TTL: 60,
  ...more,
});
const pair = (oldWeight: number, newWeight: number, more: object = {}) => [
  record('old', oldWeight, more),
  record('new', newWeight, more),
];

describe('weightsFor', () => {
  test.each([
    [0, { old: 100, new: 0 }],
    [1, { old: 99, new: 1 }],
    [50, { old: 50, new: 50 }],
    [100, { old: 0, new: 100 }],
  ])('gives the weights of %i %%', (percent, weights) => {
    expect(weightsFor(percent)).toEqual(weights);
  });

  test.each([-1, 101, 0.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'rejects %p, which is not a percent',
    (percent) => {
      expect(() => weightsFor(percent)).toThrow(
        new RangeError(`percent is ${percent}; must be a whole number from 0 to 100`),
      );
    },
  );

  test('gives whole weights from 0 to 255 that sum to 100', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), (percent) => {
        const weights = Object.values(weightsFor(percent));
        expect(weights.every((weight) => Number.isInteger(weight) && weight >= 0 && weight <= 255)).toBe(
          true,
        );
        expect(weights.reduce((sum, weight) => sum + weight)).toBe(100);
      }),
    );
  });
});

describe('readWeighted reads', () => {
  test.each([
    ['all on the old path', pair(100, 0), { percent: 0 }],
    ['all on the new path', pair(0, 1), { percent: 100 }],
    ['odd weights', pair(2, 1), { percent: 100 / 3 }],
    ['a third record without traffic', [...pair(9, 1), record('third', 0)], { percent: 10 }],
    ['a record of another type', [...pair(9, 1), record('x', 5, { Type: 'TXT' })], { percent: 10 }],
    [
      'a record of another name',
      [...pair(9, 1), record('x', 5, { Name: 'b.example.com.' })],
      { percent: 10 },
    ],
    ['the name in capitals', pair(9, 1, { Name: 'API.example.com' }), { percent: 10 }],
  ])('%s', (_, records, reading) => {
    expect(readWeighted(route, records)).toMatchObject(reading);
  });

  test('one percent of two types with different weights', () => {
    const records = [...pair(90, 10), ...pair(9, 1, { Type: 'AAAA' })];
    expect(readWeighted(both, records).percent).toBe(10);
  });
});

describe('readWeighted refuses as broken', () => {
  const here = 'api.example.com A';
  test.each([
    [
      'no record',
      [],
      `${here}: there is no such record in zone Z0123456789ABCDEFGHIJ; create the weighted pair first`,
    ],
    [
      'not weighted',
      [record('old', 0, { Weight: undefined })],
      `${here}: the record is not weighted; ` +
        'let the cutover turn it into the pair (router.adopt), or create the pair yourself, at 100/0',
    ],
    [
      'no new record',
      [record('old', 100), record('another', 0)],
      `${here}: no weighted record has the set identifier "new"; found "old", "another"`,
    ],
    [
      'no old record',
      [record('new', 100)],
      `${here}: no weighted record has the set identifier "old"; found "new"`,
    ],
    [
      'a third record with traffic',
      [...pair(90, 10), record('third', 1)],
      `${here}: a third record "third" has weight 1 and is answered 0.99 % of the time, ` +
        'so a percent would not mean what the plan says; give it the targets of "old", so that its clients ' +
        'stay served, and then remove it',
    ],
    [
      'both weights 0',
      pair(0, 0),
      `${here}: both weights are 0, which Route 53 answers with an even split; set them to 50/50, ` +
        'which moves nothing, and start from there',
    ],
  ])('%s', (_, records, message) => {
    expect(() => readWeighted(route, records)).toThrow(new RouteBrokenError(message));
  });

  test('record types with different percents', () => {
    const records = [...pair(2, 1), ...pair(100, 0, { Type: 'AAAA' })];
    expect(() => readWeighted(both, records)).toThrow(
      new RouteBrokenError(
        'api.example.com: the record types disagree: A at 33.33 %, AAAA at 0 %; give them the same weights',
      ),
    );
  });

  test('a route without records of one of its types', () => {
    expect(() => readWeighted(both, pair(100, 0))).toThrow('api.example.com AAAA: there is no such record');
  });
});

/** Records as Route 53 may return them: with known and unknown fields, in any order. */
const anyPair = fc
  .record({
    oldWeight: fc.integer({ min: 0, max: 255 }),
    newWeight: fc.integer({ min: 0, max: 255 }),
    fields: fc.array(
      fc.dictionary(
        fc.constantFrom(
          'HealthCheckId',
          'AliasTarget',
          'ResourceRecords',
          'CidrRoutingConfig',
          'FutureField',
        ),
        fc.jsonValue(),
        { noNullPrototype: true },
      ),
      { minLength: 4, maxLength: 4 },
    ),
  })
  .filter(({ oldWeight, newWeight }) => oldWeight + newWeight > 0)
  .map(({ oldWeight, newWeight, fields }) =>
    ['A', 'AAAA'].flatMap((Type, i) => [
      record('old', oldWeight, { ...fields[2 * i], Type }),
      record('new', newWeight, { ...fields[2 * i + 1], Type }),
    ]),
  );
const anyPercent = fc.integer({ min: 0, max: 100 });
const shuffled = (records: readonly RecordSet[]) =>
  fc.shuffledSubarray([...records], { minLength: records.length, maxLength: records.length });
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('shiftBatch', () => {
  test('deletes the records as read, then creates them with the new weights', () => {
    const { version } = readWeighted(route, pair(100, 0));
    const { changes } = shiftBatch(route, version, 25);
    expect(changes).toEqual([
      { Action: 'DELETE', ResourceRecordSet: record('old', 100) },
      { Action: 'DELETE', ResourceRecordSet: record('new', 0) },
      { Action: 'CREATE', ResourceRecordSet: record('old', 75) },
      { Action: 'CREATE', ResourceRecordSet: record('new', 25) },
    ]);
  });

  test('rejects a number that is not a percent', () => {
    const { version } = readWeighted(route, pair(100, 0));
    expect(() => shiftBatch(route, version, 33.3)).toThrow(RangeError);
  });

  test('deletes each record exactly as it was read', () => {
    fc.assert(
      fc.property(anyPair, anyPercent, (records, percent) => {
        const { changes } = shiftBatch(both, readWeighted(both, records).version, percent);
        const deleted = changes
          .filter(({ Action }) => Action === 'DELETE')
          .map((one) => one.ResourceRecordSet);
        expect(deleted).toEqual(json(records));
      }),
    );
  });

  test('changes the weight and nothing else', () => {
    fc.assert(
      fc.property(anyPair, anyPercent, (records, percent) => {
        const { changes } = shiftBatch(both, readWeighted(both, records).version, percent);
        const plain = (action: string) =>
          changes
            .filter(({ Action }) => Action === action)
            .map(({ ResourceRecordSet: { Weight: _, ...rest } }) => rest);
        expect(plain('CREATE')).toEqual(plain('DELETE'));
        expect(plain('CREATE')).toHaveLength(4);
      }),
    );
  });

  test('never leaves a type without weight', () => {
    fc.assert(
      fc.property(anyPair, anyPercent, (records, percent) => {
        const { changes } = shiftBatch(both, readWeighted(both, records).version, percent);
        const created = changes
          .filter(({ Action }) => Action === 'CREATE')
          .map((one) => one.ResourceRecordSet);
        for (const type of both.recordTypes) {
          const weights = created
            .filter(({ Type }) => Type === type)
            .map(({ Weight }) => Weight ?? Number.NaN);
          expect(weights.reduce((sum, weight) => sum + weight)).toBe(100);
        }
      }),
    );
  });

  test('results in the percent and the version that it returned', () => {
    fc.assert(
      fc.property(anyPair, anyPercent, (records, percent) => {
        const before = readWeighted(both, records).version;
        const { changes, version } = shiftBatch(both, before, percent);
        const after = changes.filter(({ Action }) => Action === 'CREATE').map((one) => one.ResourceRecordSet);
        expect(readWeighted(both, after)).toMatchObject({ percent, version });
        expect(recordsAt(both, before, percent)).toBe(version);
      }),
    );
  });

  test('restores the first version when it shifts back', () => {
    fc.assert(
      fc.property(anyPair, anyPercent, anyPercent, (records, from, to) => {
        const start = recordsAt(both, readWeighted(both, records).version, from);
        expect(recordsAt(both, recordsAt(both, start, to), from)).toBe(start);
      }),
    );
  });
});

describe('the version of a route', () => {
  test('does not depend on the order of records or of fields', () => {
    const turned = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(turned)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([key, one]) => [key, turned(one)]),
            )
          : value;
    fc.assert(
      fc.property(
        anyPair.chain((records) => fc.tuple(fc.constant(records), shuffled(records))),
        ([records, other]) => {
          const same = other.map((one) => turned(one) as RecordSet);
          expect(readWeighted(both, same).version).toBe(readWeighted(both, records).version);
        },
      ),
    );
  });

  test('is the same for an undefined field and a missing one', () => {
    const { version } = readWeighted(route, pair(100, 0));
    expect(readWeighted(route, pair(100, 0, { HealthCheckId: undefined })).version).toBe(version);
  });

  test.each([
    ['a weight', pair(99, 1)],
    ['a TTL', pair(100, 0, { TTL: 61 })],
    ['an unknown field', pair(100, 0, { FutureField: [1] })],
  ])('changes with %s', (_, records) => {
    const { version } = readWeighted(route, pair(100, 0));
    expect(readWeighted(route, records).version).not.toBe(version);
  });
});

describe('recordDrift describes', () => {
  const drift = (before: readonly RecordSet[], after: readonly RecordSet[]) =>
    recordDrift(readWeighted(route, before).version, readWeighted(route, after).version);

  test.each([
    ['none', pair(100, 0), ''],
    ['a weight', [record('old', 100), record('new', 7)], 'A "new" Weight 0 → 7'],
    [
      'two fields',
      [record('old', 90, { TTL: 300 }), record('new', 0)],
      'A "old" TTL 60 → 300; A "old" Weight 100 → 90',
    ],
    [
      'a field gone',
      [record('old', 100, { TTL: undefined }), record('new', 0)],
      'A "old" TTL 60 → undefined',
    ],
    [
      'a field that is new',
      [record('old', 100), record('new', 0, { HealthCheckId: 'h' })],
      'A "new" HealthCheckId undefined → "h"',
    ],
  ])('%s', (_, after, said) => {
    expect(drift(pair(100, 0), after)).toBe(said);
  });

  test('a record gone', () => {
    expect(recordDrift('[{"Type":"A","SetIdentifier":"old"}]', '[]')).toBe(
      'A "old" Type "A" → undefined; A "old" SetIdentifier "old" → undefined',
    );
  });

  test('a difference exactly when the versions differ', () => {
    fc.assert(
      fc.property(anyPair, anyPair, (one, other) => {
        const [before, after] = [readWeighted(both, one).version, readWeighted(both, other).version];
        expect(recordDrift(before, after) === '').toBe(before === after);
      }),
    );
  });
});

describe('sameName', () => {
  test.each([
    ['api.example.com.', true],
    ['api.example.com', true],
    ['API.Example.com.', true],
    ['\\052.example.com.', false],
    ['api-2.example.com.', false],
    [undefined, false],
  ])('takes %s for api.example.com: %s', (name, same) => {
    expect(sameName(name, 'api.example.com')).toBe(same);
  });
});
