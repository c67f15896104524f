import { expect, test } from '@jest/globals';
import { Lazy } from 'aws-cdk-lib';
import { normalizeRoutes, type RouteConfig } from '../../../lib/workflow/routers/routes';
import { resourceOf, templateOf } from '../../support/templates/synth';

const one = { hostedZoneId: 'Z1', zoneName: 'example.com', recordNames: ['api.example.com'] };

test('names are spelled as the conditions want them, and A is the type', () => {
  const spelled = { ...one, zoneName: 'Example.COM.', recordNames: ['API.example.com.', 'example.com'] };
  expect(normalizeRoutes([spelled])).toEqual([
    { ...one, kind: 'route53', recordNames: ['api.example.com', 'example.com'], recordTypes: ['A'] },
  ]);
});

test.each<[string, readonly RouteConfig[], string]>([
  ['no routes', [], 'routes is empty; name at least one zone and record'],
  [
    'an id with its path',
    [{ ...one, hostedZoneId: '/hostedzone/Z1' }],
    'routes[0].hostedZoneId is "/hostedzone/Z1"; must be like Z0123456789ABCDEFGHIJ',
  ],
  [
    'a zone that is no domain',
    [{ ...one, zoneName: 'com' }],
    'routes[0].zoneName is "com"; must be a domain',
  ],
  ['no records', [{ ...one, recordNames: [] }], 'routes[0].recordNames is empty'],
  ['no types', [{ ...one, recordTypes: [] }], 'routes[0].recordTypes is empty'],
  [
    'a record of another zone',
    [one, { ...one, hostedZoneId: 'Z2', zoneName: 'example.net' }],
    'routes[1].recordNames has "api.example.com", which is not in the zone example.net',
  ],
  [
    'a record whose name only ends alike',
    [{ ...one, recordNames: ['api.notexample.com'] }],
    'which is not in the zone example.com',
  ],
  [
    'a wildcard',
    [{ ...one, recordNames: ['*.example.com'] }],
    'recordNames has "*.example.com"; must be a record name',
  ],
  [
    'a record twice',
    [{ ...one, recordNames: ['api.example.com', 'API.example.com.'] }],
    'recordNames has "api.example.com" twice',
  ],
  ['a zone twice', [one, one], 'the zone Z1 is named twice; put what belongs to it into one entry'],
  [
    'more than a function can be told',
    [{ ...one, recordNames: Array.from({ length: 120 }, (_, i) => `api-${i}.example.com`) }],
    'these are more routes than the variables of a function can hold',
  ],
])('refuses %s', (_, routes, message) => {
  expect(() => normalizeRoutes(routes)).toThrow(message);
});

test('all that is wrong is told at once', () => {
  const wrong = { hostedZoneId: 'zone', zoneName: 'example', recordNames: [] };
  expect(() => normalizeRoutes([wrong])).toThrow(
    /^the routes are not right:\nroutes\[0\].hostedZoneId.*\nroutes\[0\].zoneName.*\nroutes\[0\].recordNames.*$/,
  );
});

test("a zone's id may be known at deployment only; a name may not", () => {
  const later = (what: string) => Lazy.string({ produce: () => what });
  const template = templateOf({ routes: [{ ...one, hostedZoneId: later('Z9') }] });
  const { Properties } = resourceOf(template, 'AWS::Lambda::Function', 'ValidatePlanFunction');
  expect(Properties.Environment?.Variables?.ROUTES).toBe('["route53/Z9/api.example.com"]');
  expect(() => normalizeRoutes([{ ...one, zoneName: later('example.com') }])).toThrow('known at synth');
  expect(() => normalizeRoutes([{ ...one, recordNames: [later('api.example.com')] }])).toThrow(
    'known at synth',
  );
});
