import type { Plan } from '../../../lambdas/core/plan/plan';
import type { RehearsalResult, StageResult } from '../../rehearsal/result';
import { clock, duration } from '../output/format';
import { type Html, html } from './html';
import { type Row, table } from './table';

/**
 * The stages of the plan, including those that the cutover did not reach.
 * @param prefix of the id of the table, where a page has several
 */
export function stageTable(plan: Plan, { stages }: RehearsalResult, prefix = ''): Html {
  const notReached = plan.stages.slice(stages.length);
  return table(
    `${prefix}stages`,
    'Each stage of the plan. A shift is effective when all servers of the router have it ' +
      'and the cached answers of clients have expired.',
    [
      { head: 'New path', isNumber: true },
      { head: 'Soak' },
      { head: 'Shifted', isNumber: true },
      { head: 'Effective', isNumber: true },
      { head: 'Last verdict' },
      { head: 'Reason' },
    ],
    [
      ...stages.map((stage, i) => reached(stage, plan.stages[i]?.soakSeconds)),
      ...notReached.map(
        ({ percent, soakSeconds }): Row => ({
          cells: [`${percent} %`, duration(soakSeconds), '–', '–', 'not reached', ''],
          kind: 'quiet',
        }),
      ),
    ],
  );
}

function reached({ percent, shiftedAt, settledAt, verdict, reason }: StageResult, soakSeconds?: number): Row {
  return {
    cells: [
      `${percent} %`,
      soakSeconds === undefined ? '–' : duration(soakSeconds),
      clock(shiftedAt),
      settledAt === null ? 'never' : clock(settledAt),
      html`<span class="verdict ${verdict ?? 'none'}">${verdict ?? 'not measured'}</span>`,
      reason ?? '',
    ],
  };
}
