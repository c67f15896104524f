import { expect, test } from '@jest/globals';
import {
  DECISION_KINDS,
  type Decision,
  storedDecision,
  UNKNOWN_KIND,
} from '../../../lambdas/core/events/decision';

const decision: Decision = {
  ...{ key: 'shift-1', kind: 'shifted', what: 'shift to 50 %', reason: 'fine', by: 'cutover' },
  ...{ at: '2026-11-20T12:00:00.000Z', execution: 'arn:one', stage: 1, percent: 50 },
};

test.each(DECISION_KINDS)('a stored decision of the kind %s keeps its kind', (kind) => {
  expect(storedDecision({ ...decision, kind })).toEqual({ ...decision, kind });
});

test.each([[undefined], ['celebrated'], [7], [null]])(
  'a stored decision of the kind %s is decided',
  (kind) => {
    expect(storedDecision({ ...decision, kind })).toEqual({ ...decision, kind: UNKNOWN_KIND });
  },
);
