import type { Router } from '../../../lambdas/core/routers/router-schema';
import type { RehearsedTraffic } from '../../rehearsal/result';
import { SPLIT_UNIT } from '../../rehearsal/routers/split-unit';
import { number } from './format';

/** How many tracked users saw both paths, and why. */
export function describeUsers({ kind }: Router, { users, usersOnBothSides }: RehearsedTraffic): string {
  const why = SPLIT_UNIT[kind];
  const count = `${number(usersOnBothSides)} of ${number(users)} simulated users saw both paths`;
  return why === null || usersOnBothSides === 0 ? count : `${count}: ${why}`;
}
