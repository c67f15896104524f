import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { workflowMetrics } from '../../../lambdas/adapters/clients/metrics';
import { powertoolsMetrics } from '../../../lambdas/adapters/shared/powertools-metrics';
import type { RouteMetric, RouteMetricName } from '../../../lambdas/core/events/evaluation-metrics';

const lines: string[] = [];

// Powertools writes to standard output past the console, which Lambda changes.
beforeEach(() => {
  lines.length = 0;
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
});

const percent: RouteMetric = { name: 'Percent', unit: 'Percent', value: 0 };
const stage: RouteMetric = { name: 'Stage', unit: 'None', value: 2 };

test('writes one entry with both dimensions and no other', () => {
  powertoolsMetrics(workflowMetrics, 'ledger')('route53/Z1/api.example.com', [percent, stage]);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          {
            Namespace: 'Cutover',
            Dimensions: [['LedgerTable', 'Route']],
            Metrics: [
              { Name: 'Percent', Unit: 'Percent' },
              { Name: 'Stage', Unit: 'None' },
            ],
          },
        ],
      },
      ...{ LedgerTable: 'ledger', Route: 'route53/Z1/api.example.com', Percent: 0, Stage: 2 },
    },
  ]);
});

test('an entry that failed leaves nothing for the next', () => {
  const write = powertoolsMetrics(workflowMetrics, 'ledger');
  const broken = { name: '' as RouteMetricName, unit: 'Percent', value: 1 } as const;
  expect(() => write('one', [percent, broken])).toThrow(RangeError);
  write('two', [stage]);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.not.objectContaining({ Percent: expect.anything() }),
  ]);
  expect(JSON.parse(lines[0] as string)).toMatchObject({ Route: 'two', Stage: 2 });
});
