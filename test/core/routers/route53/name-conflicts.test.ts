import { expect, test } from '@jest/globals';
import { planPreparation } from '../../../../lambdas/core/record-preparation/preparation';
import { requirePossibleTypes } from '../../../../lambdas/core/routers/route53/name-conflicts';
import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import { readWeighted } from '../../../../lambdas/core/routers/route53/weighted-records';

const route = (recordTypes: Route53['recordTypes'], newTarget?: object): Route53 => ({
  kind: 'route53',
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  recordName: 'api.example.com',
  recordTypes,
  oldSetIdentifier: 'old',
  newSetIdentifier: 'new',
  ...(newTarget === undefined ? {} : { adopt: { newTarget } as NonNullable<Route53['adopt']> }),
});
const alias = {
  alias: { hostedZoneId: 'ZLY8HYME6SFDD', dnsName: 'd-1.execute-api.eu-west-1.amazonaws.com.' },
};
const record = (Type: string, more: object = {}) => ({ Name: 'api.example.com.', Type, ...more });
const cname = record('CNAME');
const weighted = record('CNAME', { SetIdentifier: 'old', Weight: 100 });
const values = { values: { CNAME: ['new.example.net'] } };

test.each<[string, Route53, object[], RegExp]>([
  [
    'a simple CNAME',
    route(['A']),
    [cname],
    /set router.recordTypes to \[CNAME\], and add router.adopt.newTarget with values: \{ CNAME: \[HOST\] \}/,
  ],
  ['a weighted CNAME', route(['A']), [weighted], /beside it; set router.recordTypes to \[CNAME\]$/],
  [
    'a CNAME for a plan that adopts an alias',
    route(['A', 'AAAA'], alias),
    [cname],
    /^api.example.com A, AAAA: .*to \[CNAME\], and give router.adopt.newTarget values: \{ CNAME/,
  ],
  ['a CNAME for a plan with the right values', route(['A'], values), [cname], /\[CNAME\]$/],
  [
    'addresses',
    route(['CNAME']),
    [record('A'), record('AAAA')],
    /has A and AAAA records.*set router.recordTypes to \[A, AAAA\]$/,
  ],
  [
    'an address, for a plan that adopts a CNAME',
    route(['CNAME'], values),
    [record('A')],
    /to \[A\], and give router.adopt.newTarget an alias, or values of those types$/,
  ],
  ['the apex', route(['CNAME'], values), [record('SOA'), record('NS')], /is the apex of its zone/],
])('says what works at a name with %s', (_, router, records, message) => {
  expect(() => requirePossibleTypes(router, records)).toThrow(
    expect.objectContaining({ name: 'RouteBrokenError', message: expect.stringMatching(message) }),
  );
});

test.each<[string, Route53, object[]]>([
  ['A beside AAAA and TXT', route(['A']), [record('A'), record('AAAA'), record('TXT')]],
  ['A at the apex', route(['A']), [record('A'), record('SOA')]],
  ['a CNAME', route(['CNAME']), [cname]],
  ['nothing', route(['CNAME']), []],
])('accepts %s', (_, router, records) => {
  expect(() => requirePossibleTypes(router, records)).not.toThrow();
});

test('a route is read, and its preparation planned, only where its types are possible', () => {
  expect(() => readWeighted(route(['A']), [cname])).toThrow(/has a CNAME record/);
  expect(() => planPreparation(route(['A'], alias), undefined, [cname])).toThrow(/has a CNAME record/);
});

test.each<[string, Route53, RegExp]>([
  ['the pair', route(['A']), /ABCDEFGHIJ; create the weighted pair first$/],
  ['one of two types', route(['A', 'AAAA']), /remove A from router.recordTypes, or create the weighted/],
  ['the record to adopt', route(['A'], alias), /; create the record of the old path, which is then adopted,/],
])('says how to go on without %s', (_, router, message) => {
  expect(() => readWeighted(router, [])).toThrow(message);
});
