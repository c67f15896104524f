import { describe, expect, test } from '@jest/globals';
import { comparisonData, comparisonInWords } from '../../../lib/cli/report/comparison-chart';
import type { ComparisonSample } from '../../../lib/rehearsal/timeline/comparison-sample';

const sample = (at: number, over: Partial<ComparisonSample> = {}): ComparisonSample => ({
  ...{ at, percent: 10, estimate: 0.1, low: -0.2, high: 0.4, limit: 0.5 },
  ...over,
});

describe('the chart of the error rates', () => {
  test('is none where nothing is compared', () => {
    expect(comparisonData([])).toBeNull();
  });

  test('has the interval, the estimate and the limit over time, and a gap between stages', () => {
    expect(comparisonData([sample(60), sample(120), sample(300, { percent: 50 })])).toEqual({
      times: [60, 120, 120.1, 300],
      estimate: [0.1, 0.1, null, 0.1],
      low: [-0.2, -0.2, null, -0.2],
      high: [0.4, 0.4, null, 0.4],
      limit: [0.5, 0.5, 0.5, 0.5],
    });
  });

  test('ends at five times the limit, or beyond the largest estimate', () => {
    const wide = { low: -60, high: 70 };
    expect(comparisonData([sample(60, wide)])).toMatchObject({ low: [-2.5], high: [2.5] });
    const far = comparisonData([sample(60, { ...wide, estimate: 10 })]);
    expect(far).toMatchObject({ low: [-12], high: [12], estimate: [10] });
  });

  test('shows at most so many evaluations, and the last of each stage', () => {
    const many = Array.from({ length: 5_000 }, (_, i) => sample(60 * i, { percent: i < 2_501 ? 10 : 50 }));
    const { times = [] } = comparisonData(many) ?? {};
    expect(times.length).toBeLessThan(1_010);
    expect(times).toContain(60 * 2_500);
    expect(times).toContain(60 * 4_999);
  });

  test('is described by the end of each stage', () => {
    expect(comparisonInWords([sample(60), sample(3_600), sample(7_200, { percent: 50, low: 0.1 })])).toBe(
      'The error rate of the new path minus that of the old one. It was between -0.20 and 0.40 percentage' +
        ' points at 10 %, +01:00:00; between 0.10 and 0.40 percentage points at 50 %, +02:00:00.' +
        ' The plan tolerates 0.5. At 100 %, it is compared with the days before.',
    );
  });
});
