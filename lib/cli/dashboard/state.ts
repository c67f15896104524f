import { type SeenCutover, seeCutover } from '../../operator/cutover-view';
import type { CutoverSource } from '../../operator/source';
import { phaseWords } from '../output/operator/view-text';
import type { ChartData } from '../report/chart-data';
import { type Action, actionsOf } from './actions';
import { liveCharts } from './charts';
import { facts, headline, history, stageList } from './fragments';
import type { Watched } from './watched';

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
export function pageState(watched: Watched): (execution: string | null) => Promise<PageState> {
  const see = rememberingEnded(watched.source);
  return async (execution) => stateNow(watched, await see(), execution);
}

/** Reads the latest cutovers, and one that has ended and is not locked only once. */
function rememberingEnded(source: CutoverSource): () => Promise<readonly SeenCutover[]> {
  const known = new Map<string, SeenCutover>();
  return async () => {
    const records = await source.executions(LISTED);
    return Promise.all(
      records.map(async (record) => {
        const before = known.get(record.arn);
        if (before !== undefined && before.record.endedAt === record.endedAt) {
          return before;
        }
        const seen = await seeCutover(source, record);
        if (record.endedAt !== null && !seen.view.locked) {
          known.set(record.arn, seen);
        }
        return seen;
      }),
    );
  };
}

async function stateNow(
  watched: Watched,
  all: readonly SeenCutover[],
  execution: string | null,
): Promise<PageState> {
  const { source } = watched;
  const now = source.now();
  const seen = all.find(({ view }) => view.execution === execution) ?? all[0] ?? null;
  const rows = all.map(({ view }): Row => {
    const { percent, name, plan, startedAt } = view;
    const share = percent === null ? '' : `${Math.round(percent * 100) / 100} %`;
    return { execution: view.execution, name, plan, phase: phaseWords(view), percent: share, startedAt };
  });
  if (seen === null) {
    return { now: new Date(now).toISOString(), cutovers: rows, shown: null };
  }
  const { view } = seen;
  const series = await watched.series(seen);
  return {
    now: new Date(now).toISOString(),
    cutovers: rows,
    shown: {
      ...{ execution: view.execution, route: view.route, name: view.name },
      parts: {
        headline: headline(view, now).text,
        facts: facts(view, now).text,
        'stage-list': stageList(view).text,
        history: history(seen).text,
      },
      actions: actionsOf(view),
      charts: series === null ? null : liveCharts(seen, series, now),
    },
  };
}
