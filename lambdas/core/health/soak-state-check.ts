import * as v from 'valibot';
import { oneOf, textLike, wholeNumber } from '../validation/fields';
import { check } from '../validation/problems';
import { validated } from '../validation/validated';
import type { SoakState } from './soak-state';

const time = textLike(
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
  'must be a time such as 2026-11-20T12:00:00Z',
);
const count = wholeNumber(0, 1_000_000);

/** The fields that decide how long a soak has lasted, and when it is given up. Others may be added. */
const schema = v.looseObject({
  phase: oneOf('soak', 'hold'),
  stage: count,
  startedAt: time,
  effectiveAt: time,
  since: time,
  errors: count,
  iterations: count,
});

/**
 * Refuses a state of a soak that cannot be read: one of another release may have other fields. A missing time
 * would otherwise count as a soak that is over.
 * @throws ValidationError that lists what is missing or not valid
 */
export function requireSoakState(soakState: SoakState): void {
  const heading = 'the state of the soak cannot be read; another release of Cutover may have written it';
  validated(heading, check(schema, soakState));
}
