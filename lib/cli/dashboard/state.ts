import { type CutoverReading, readCutover } from '../../operator/cutover-view';
import type { CutoverSource } from '../../operator/source';
import { phaseWords } from '../output/operator/view-text';
import type { ChartData } from '../report/chart-data';
import { type Action, actionsOf } from './actions';
import { liveCharts } from './charts';
import type { DashboardSource } from './dashboard-source';
import { facts, headline, history, stageList } from './fragments';

/** How many cutovers the page lists. */
const LISTED = 20;

/** A cutover in the list. */
interface Row {
  readonly execution: string;
  readonly name: string;
  readonly plan: string;
  readonly phase: string;
  readonly percent: string;
  readonly startedAt: string;
}

/** The cutover that the page shows. */
interface Shown {
  readonly execution: string;
  readonly route: string | null;
  readonly name: string;
  /** Markup by the part of the page that it is for. */
  readonly parts: Readonly<Record<'headline' | 'facts' | 'stage-list' | 'history', string>>;
  readonly actions: readonly Action[];
  readonly charts: ChartData | null;
}

/** Everything that changes on the page. */
export interface PageState {
  /** ISO 8601: the time of AWS, or of the simulated world. */
  readonly now: string;
  readonly cutovers: readonly Row[];
  /** Null while there is no cutover. */
  readonly shown: Shown | null;
}

/**
 * Reads everything that the page shows. The function takes the ARN of the cutover to show; null for the
 * newest.
 */
export function pageState(watched: DashboardSource): (execution: string | null) => Promise<PageState> {
  const see = rememberingEnded(watched.source);
  return async (execution) => stateNow(watched, await see(), execution);
}

/** Reads the latest cutovers, and one that has ended and is not locked only once. */
function rememberingEnded(source: CutoverSource): () => Promise<readonly CutoverReading[]> {
  const known = new Map<string, CutoverReading>();
  return async () => {
    const records = await source.executions(LISTED);
    return Promise.all(
      records.map(async (record) => {
        const before = known.get(record.arn);
        if (before !== undefined && before.record.endedAt === record.endedAt) {
          return before;
        }
        const reading = await readCutover(source, record);
        if (record.endedAt !== null && !reading.view.locked) {
          known.set(record.arn, reading);
        }
        return reading;
      }),
    );
  };
}

async function stateNow(
  watched: DashboardSource,
  all: readonly CutoverReading[],
  execution: string | null,
): Promise<PageState> {
  const { source } = watched;
  const now = source.now();
  const reading = all.find(({ view }) => view.execution === execution) ?? all[0] ?? null;
  const rows = all.map(({ view }): Row => {
    const { percent, name, plan, startedAt } = view;
    const share = percent === null ? '' : `${Math.round(percent * 100) / 100} %`;
    return { execution: view.execution, name, plan, phase: phaseWords(view), percent: share, startedAt };
  });
  if (reading === null) {
    return { now: new Date(now).toISOString(), cutovers: rows, shown: null };
  }
  const { view } = reading;
  const series = await watched.series(reading);
  return {
    now: new Date(now).toISOString(),
    cutovers: rows,
    shown: {
      ...{ execution: view.execution, route: view.route, name: view.name },
      parts: {
        headline: headline(view, now).text,
        facts: facts(view, now).text,
        'stage-list': stageList(view).text,
        history: history(reading).text,
      },
      actions: actionsOf(view),
      charts: series === null ? null : liveCharts(reading, series, now),
    },
  };
}
