import { expect, test } from '@jest/globals';
import { commandPartition, routeOfCommands } from '../../../lambdas/core/shared/command-partition';

test('the partition of the commands to a route has the key of the route, and is no route', () => {
  expect(commandPartition('route53/Z0123456789ABCDEFGHIJ/api.example.com')).toBe(
    'commands#route53/Z0123456789ABCDEFGHIJ/api.example.com',
  );
});

test.each(['route53/Z1/api.example.com', 'commands#twice', ''])(
  'a partition of commands names the route %j',
  (route) => {
    expect(routeOfCommands(commandPartition(route))).toBe(route);
  },
);

test('the partition of a route is none of commands', () => {
  expect(routeOfCommands('route53/Z1/commands#.example.com')).toBeNull();
});
