import { expect, test } from '@jest/globals';
import { Lazy } from 'aws-cdk-lib';
import { normalizeRoutes, type RouteConfig } from '../../../lib/workflow/routers/routes';
import { resourceOf, templateOf } from '../../support/templates/synth';

const one = { hostedZoneId: 'Z1', zoneName: 'example.com', recordNames: ['api.example.com'] };

test('spells names as the condition keys do, and defaults to the type A', () => {
  const spelled = { ...one, zoneName: 'Example.COM.', recordNames: ['API.example.com.', 'example.com'] };
  expect(normalizeRoutes([spelled])).toEqual([
    { ...one, kind: 'route53', recordNames: ['api.example.com', 'example.com'], recordTypes: ['A'] },
  ]);
});

test.each<[string, readonly RouteConfig[], string]>([
  ['no routes', [], 'routes: is empty; name at least one record, key, listener or rule'],
  [
    'an id with its path',
    [{ ...one, hostedZoneId: '/hostedzone/Z1' }],
    'routes[0].hostedZoneId: is "/hostedzone/Z1"; must be a Route 53 hosted zone id, such as Z0123456789',
  ],
  [
    'a zone that is not a domain',
    [{ ...one, zoneName: 'com' }],
    'routes[0].zoneName: is "com"; must be the name of a zone, such as example.com',
  ],
  [
    'no hosted zone',
    [{ ...one, hostedZoneId: undefined as never }],
    'routes[0].hostedZoneId: is missing; must be a Route 53 hosted zone id',
  ],
  [
    'no records',
    [{ ...one, recordNames: [] }],
    'routes[0].recordNames: is an empty list; must be a list of 1 to 1000 record names',
  ],
  [
    'no types',
    [{ ...one, recordTypes: [] }],
    'routes[0].recordTypes: is an empty list; must be a list of 1 to 5 record types',
  ],
  [
    'a record of another zone',
    [one, { ...one, hostedZoneId: 'Z2', zoneName: 'example.net' }],
    'routes[1].recordNames: has "api.example.com", which is not in the zone example.net',
  ],
  [
    'a record whose name only ends alike',
    [{ ...one, recordNames: ['api.notexample.com'] }],
    'which is not in the zone example.com',
  ],
  [
    'a wildcard below another label',
    [{ ...one, recordNames: ['api.*.example.com'] }],
    'recordNames[0]: is "api.*.example.com"; must be a record name',
  ],
  [
    'a record twice',
    [{ ...one, recordNames: ['api.example.com', 'API.example.com.'] }],
    'recordNames: has "api.example.com" twice',
  ],
  ['a zone twice', [one, one], 'the zone Z1 is named twice; put what belongs to it into one entry'],
  [
    'more routes than the variables of a function hold',
    [{ ...one, recordNames: Array.from({ length: 120 }, (_, i) => `api-${i}.example.com`) }],
    'routes: have 3851 characters as a list; must have at most 3000, which the variables of a function hold',
  ],
])('rejects %s', (_, routes, message) => {
  expect(() => normalizeRoutes(routes)).toThrow(message);
});

test('reports everything that is wrong at once', () => {
  const wrong = { hostedZoneId: 'zone', zoneName: 'example', recordNames: [] };
  expect(() => normalizeRoutes([wrong])).toThrow(
    new RegExp(
      '^the routes are not valid:\nroutes\\[0\\].hostedZoneId: .*\n' +
        'routes\\[0\\].zoneName: .*\nroutes\\[0\\].recordNames: .*$',
    ),
  );
});

test("accepts a zone's id that is known at deployment only, and rejects such names", () => {
  const later = (what: string) => Lazy.string({ produce: () => what });
  const template = templateOf({ routes: [{ ...one, hostedZoneId: later('Z9') }] });
  const { Properties } = resourceOf(template, 'AWS::Lambda::Function', 'ValidatePlanFunction');
  expect(Properties.Environment?.Variables?.ROUTES).toBe('["route53/Z9/api.example.com"]');
  expect(normalizeRoutes([{ ...one, zoneName: later('example.com') }])).toHaveLength(1);
  expect(() => normalizeRoutes([{ ...one, recordNames: [later('api.example.com')] }])).toThrow(
    'known at synth',
  );
});
