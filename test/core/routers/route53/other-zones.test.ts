import { describe, expect, test } from '@jest/globals';
import {
  answeredRecords,
  decidingNames,
  delegableParents,
  otherZoneFindings,
  zoneNamesFor,
} from '../../../../lambdas/core/routers/route53/other-zones';
import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import type { RecordSet } from '../../../../lambdas/core/routers/route53/weighted-records';
import { planOf } from '../../../support/plans/plans';

const of = (Type: string, Name: string): RecordSet => ({ Name: `${Name}.`, Type, TTL: 60 });
const answered = (name: string, ...all: RecordSet[]) =>
  answeredRecords(name, 'example.com', all).map(({ Name, Type }) => `${Name} ${Type}`);

test('a zone is looked up by each name that it may have, the top-level domain aside', () => {
  expect(zoneNamesFor('api.eu.example.com')).toEqual(['api.eu.example.com', 'eu.example.com', 'example.com']);
  expect(zoneNamesFor('*.example.com')).toEqual(['example.com']);
  expect(zoneNamesFor('internal')).toEqual(['internal']);
});

test('the names that decide are the name, its parents in the zone, and their wildcards', () => {
  expect(decidingNames('api.eu.example.com', 'example.com')).toEqual([
    ...['api.eu.example.com', 'eu.example.com', 'example.com'],
    ...['*.eu.example.com', '*.example.com'],
  ]);
  expect(decidingNames('*.example.com', 'example.com')).toEqual(['*.example.com', 'example.com']);
  expect(decidingNames('example.com', 'example.com')).toEqual(['example.com']);
  expect(delegableParents('api.eu.example.com', 'example.com')).toEqual(['eu.example.com']);
  expect(delegableParents('api.example.com', 'example.com')).toEqual([]);
});

describe('a zone answers', () => {
  const name = 'api.eu.example.com';
  test.each<[string, RecordSet[], string[]]>([
    ['with the records of the name', [of('A', name), of('A', '*.eu.example.com')], [`${name}. A`]],
    [
      'with the closest wildcard',
      [of('A', '*.eu.example.com'), of('A', '*.example.com')],
      ['*.eu.example.com. A'],
    ],
    ['with a wildcard further up', [of('A', '*.example.com')], ['*.example.com. A']],
    ['nothing below a name that exists', [of('TXT', 'eu.example.com'), of('A', '*.example.com')], []],
    [
      'with a wildcard below a name that exists',
      [of('TXT', 'eu.example.com'), of('A', '*.eu.example.com')],
      ['*.eu.example.com. A'],
    ],
    ['nothing where the name is handed over', [of('A', name), of('NS', name)], []],
    ['nothing where a parent is handed over', [of('A', name), of('NS', 'eu.example.com')], []],
    ['for a name below the NS and SOA of the zone', [of('A', name), of('NS', 'example.com')], [`${name}. A`]],
    ['nothing without records', [], []],
  ])('%s', (_, all, found) => {
    expect(answered(name, ...all)).toEqual(found);
  });

  test('with its own NS and SOA for its own name', () => {
    const all = [of('NS', 'example.com'), of('SOA', 'example.com'), of('A', 'example.com')];
    expect(answered('example.com', ...all)).toHaveLength(3);
  });
});

describe('another public zone', () => {
  const route = planOf().router as Route53;
  const zone = { id: 'Z2', name: 'example.com', isPrivate: false };
  const value = (Value: string) => ({ ...of('A', 'api.example.com'), ResourceRecords: [{ Value }] });
  const pair = ['old', 'new'].map((SetIdentifier, i) => ({ ...value(`192.0.2.${i + 1}`), SetIdentifier }));
  const find = (records: RecordSet[], isPrivate = false) =>
    otherZoneFindings(route, null, [{ ...zone, isPrivate, records }], pair);

  test('stops, also where the zone of the route is not listed', () => {
    expect(find([value('192.0.2.1')])).toMatchObject([{ severity: 'stop', rightAt: [0] }]);
    expect(find([value('192.0.2.2')])).toMatchObject([{ severity: 'stop', rightAt: [100] }]);
    expect(find([value('192.0.2.9')])).toMatchObject([{ severity: 'stop', rightAt: [] }]);
  });

  test('does not matter without records that lead clients', () => {
    expect(find([])).toEqual([]);
    expect(find([of('TXT', 'api.example.com')])).toEqual([]);
  });

  test('is a warning as a private one, which is right at either end where it leads elsewhere', () => {
    expect(find([value('192.0.2.9')], true)).toMatchObject([{ severity: 'warn', rightAt: [0, 100] }]);
  });
});
