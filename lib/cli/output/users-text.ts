import type { Router } from '../../../lambdas/core/routers/router-schema';
import type { RehearsedTraffic } from '../../rehearsal/result';
import { WHY_BOTH_PATHS } from '../../rehearsal/routers/why-both-paths';
import { number } from './format';

/** How many tracked users saw both paths, and why. */
export function describeUsers({ kind }: Router, { users, usersOnBothSides }: RehearsedTraffic): string {
  const count = `${number(usersOnBothSides)} of ${number(users)} simulated users saw both paths`;
  return usersOnBothSides === 0 ? count : `${count}: ${WHY_BOTH_PATHS[kind]}`;
}
