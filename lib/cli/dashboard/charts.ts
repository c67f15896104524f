import type { CutoverReading } from '../../operator/cutover-view';
import { cutoverHistory } from '../../operator/history';
import type { Band, Mark } from '../report/chart-annotations';
import { type ChartData, drawnData, spansOf } from '../report/chart-data';
import type { TrafficSeries } from './dashboard-source';

/** The charts of a cutover that may still run. */
export function liveCharts(reading: CutoverReading, series: TrafficSeries, now: number): ChartData {
  const { startAt, samples, percents, comparisons } = series;
  const seconds = (iso: string) => (Date.parse(iso) - startAt) / 1_000;
  const spans = spansOf(samples, startAt);
  const to = Math.max(1, (now - startAt) / 1_000, spans.at(-1)?.to ?? 0);
  const view = { id: 'whole' as const, label: 'Whole run', from: 0, to };
  const marks = cutoverHistory(reading).flatMap(({ at, source, key, what }): Mark[] =>
    source === 'decision'
      ? /^revert/.test(key)
        ? [{ at: seconds(at), label: 'revert', kind: 'bad' }]
        : []
      : [{ at: seconds(at), label: what, kind: 'plain' }],
  );
  return drawnData({
    ...{ spans, percents, comparisons, views: [view], marks },
    bands: bandsOf(reading, seconds, to),
  });
}

/** Each stage, from its shift to the next one, or to the revert. */
function bandsOf({ plan, decisions }: CutoverReading, seconds: (iso: string) => number, to: number): Band[] {
  const shifts = decisions.filter(({ key }) => /^shift-\d+$/.test(key));
  const revert = decisions.find(({ key }) => /^revert/.test(key));
  const end = revert === undefined ? to : seconds(revert.at);
  return shifts.map(({ at, key }, i) => {
    const stage = plan?.stages[Number(key.slice('shift-'.length))];
    const next = shifts[i + 1];
    return {
      ...{ from: seconds(at), to: next === undefined ? end : seconds(next.at) },
      label: `${stage?.percent ?? '?'} %`,
    };
  });
}
