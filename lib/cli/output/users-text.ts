import type { Router } from '../../../lambdas/core/routers/router-schema';
import type { RehearsedTraffic } from '../../rehearsal/result';
import { whyBothPaths } from '../../rehearsal/routers/registry';
import { number } from './format';

/** How many tracked users saw both paths, and why. */
export function describeUsers(router: Router, { users, usersOnBothSides }: RehearsedTraffic): string {
  const count = `${number(usersOnBothSides)} of ${number(users)} simulated users saw both paths`;
  return usersOnBothSides === 0 ? count : `${count}: ${whyBothPaths(router)}`;
}
