import { expect, test } from '@jest/globals';
import { commandPartition } from '../../../lambdas/core/shared/command-partition';

test('the partition of the commands to a route has the key of the route, and is no route', () => {
  expect(commandPartition('route53/Z0123456789ABCDEFGHIJ/api.example.com')).toBe(
    'commands#route53/Z0123456789ABCDEFGHIJ/api.example.com',
  );
});
