import type { Plan } from '../../../lambdas/core/plan/plan';
import type { RehearsalResult, StageResult } from '../../rehearsal/result';
import { clock, duration } from '../output/format';
import { type Html, html } from './html';
import { type Row, table } from './table';

/** The stages of the plan, those too that the cutover never came to. */
export function stageTable(plan: Plan, { stages }: RehearsalResult): Html {
  const notReached = plan.stages.slice(stages.length);
  return table(
    'stages',
    'Each stage of the plan as it went. A shift is in effect when the router’s servers have it and clients have let go of what they held.',
    [
      { head: 'New path', isNumber: true },
      { head: 'Soak' },
      { head: 'Shifted', isNumber: true },
      { head: 'In effect', isNumber: true },
      { head: 'Last verdict' },
      { head: 'Reason' },
    ],
    [
      ...stages.map((stage, i) => went(stage, plan.stages[i]?.soakSeconds)),
      ...notReached.map(
        ({ percent, soakSeconds }): Row => ({
          cells: [`${percent} %`, duration(soakSeconds), '–', '–', 'not reached', ''],
          kind: 'quiet',
        }),
      ),
    ],
  );
}

function went({ percent, shiftedAt, settledAt, verdict, reason }: StageResult, soakSeconds?: number): Row {
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
