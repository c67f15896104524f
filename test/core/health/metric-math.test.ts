import { expect, test } from '@jest/globals';
import { fillsMissing } from '../../../lambdas/core/health/metric-math';

const [errors, requests] = [
  { Id: 'errors', ReturnData: false },
  { Id: 'requests', ReturnData: false },
];
const fills = (...expressions: string[]) =>
  fillsMissing([
    errors,
    requests,
    ...expressions.map((Expression, i) => ({
      ...{ Id: `e${i}`, Expression },
      ReturnData: i === expressions.length - 1,
    })),
  ]);

test.each([
  [['FILL(errors, 0)']],
  [['fill (errors, REPEAT)']],
  [['TIME_SERIES(0)']],
  [['MAX([FILL(errors, 0), FILL(requests, 0)]) + 1']],
  [['IF(FILL(requests, 0) < 10, FILL(errors * (1 + 1), 0), 0)']],
  [['FILL(errors, 0)', '100 * e0']],
  [['FILL(errors, 0)', 'FILL(requests, 1)', 'e0 / e1']],
  [['FILL(errors, 0']],
])('%j has a value without any data', (expressions) => {
  expect(fills(...expressions)).toBe(true);
});

test.each([
  [['errors / requests']],
  [['100 * FILL(errors, 0) / requests']],
  [['IF(requests >= 10, 100 * (FILL(errors, 0)) / requests, 0)']],
  [['ANOMALY_DETECTION_BAND(errors, 2)']],
  [['FILL(errors, 0)', 'e0 / requests']],
  [['errors + 1', 'FILL(e0, 0) + e0']],
  [['FILL(errors, 0)', 'errors']],
  [["SEARCH('Namespace=x', 'Sum')"]],
])('%j has none', (expressions) => {
  expect(fills(...expressions)).toBe(false);
});

test('a metric without math has none, and what is not returned does not count', () => {
  expect(fillsMissing([{ Id: 'm' }])).toBe(false);
  expect(fillsMissing([])).toBe(false);
  expect(fillsMissing([{ Id: 'm' }, { Id: 'e', Expression: 'FILL(m, 0)', ReturnData: false }])).toBe(false);
  expect(
    fillsMissing([
      { Id: 'm', ReturnData: false },
      { Id: 'e', Expression: 'FILL(m, 0)' },
    ]),
  ).toBe(true);
});
