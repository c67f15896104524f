import { expect, test } from '@jest/globals';
import { startSoak } from '../../../lambdas/core/health/soak-state';
import { requireSoakState } from '../../../lambdas/core/health/soak-state-check';

const soak = startSoak(0, '2026-11-20T12:00:00.000Z', 3);

test('accepts the beginning of a soak, and fields that a later release has added', () => {
  expect(() => requireSoakState(soak)).not.toThrow();
  expect(() => requireSoakState({ ...soak, phase: 'hold', later: 1 } as typeof soak)).not.toThrow();
});

test.each(['phase', 'stage', 'startedAt', 'effectiveAt', 'since', 'errors', 'iterations'] as const)(
  'refuses a state without %s',
  (field) => {
    const { [field]: _, ...rest } = soak;
    expect(() => requireSoakState(rest as typeof soak)).toThrow(
      new RegExp(`another release of Cutover may have written it:\n.*${field}`),
    );
  },
);

test.each([
  ['since', 'yesterday'],
  ['phase', 'rest'],
  ['errors', Number.NaN],
  ['stage', null],
])('refuses a state whose %s is %j', (field, value) => {
  expect(() => requireSoakState({ ...soak, [field]: value } as never)).toThrow(field);
});
