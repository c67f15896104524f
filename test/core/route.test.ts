import { expect, test } from '@jest/globals';
import { routeKey } from '../../lambdas/core/route';
import { planInput, planOf } from '../support/plans';

const { router } = planOf();

test('a route is a name in a zone', () => {
  expect(routeKey(router)).toBe('route53/Z0123456789ABCDEFGHIJ/api.example.com');
});

test('all types of a name are one route, since they shift together', () => {
  const both = planOf({ router: { ...planInput().router, recordTypes: ['A', 'AAAA'] } });
  expect(routeKey(both.router)).toBe(routeKey(router));
});

test('another spelling of the name is the same route', () => {
  const shouted = planOf({ router: { ...planInput().router, recordName: 'API.Example.com.' } });
  expect(routeKey(shouted.router)).toBe(routeKey(router));
});

test.each([{ recordName: 'www.example.com' }, { hostedZoneId: 'Z1' }])('%j is another route', (other) => {
  expect(routeKey({ ...router, ...other })).not.toBe(routeKey(router));
});
