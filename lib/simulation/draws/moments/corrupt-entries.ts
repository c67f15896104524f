import fc from 'fast-check';
import { during, type Moment } from './moment';

/** Somebody corrupts the entry of the route between two steps, of which the next one may be a shift. */
export const corruptEntries: Moment = {
  fits: () => true,
  faults: fc
    .record({
      at: during(['SmokeTest', 'SmokeTest', 'EvaluateHealth', 'ProbeNewPath', 'CheckDeployment'], {
        ...{ numbers: 4, seconds: 0 },
      }),
      by: fc.constantFrom('router-of-another-route', 'no-router', 'no-snapshot'),
    })
    .map(({ at, by }) => [{ kind: 'ledger-corrupted', by, atInvocation: at }]),
};
