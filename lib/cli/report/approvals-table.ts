import type { Plan } from '../../../lambdas/core/plan/plan';
import type { RehearsalResult } from '../../rehearsal/result';
import type { ApprovalEvent, TimelineEntry } from '../../rehearsal/timeline/timeline-event';
import { describeNeed } from '../output/approvals-text';
import { clock } from '../output/format';
import type { Html } from './html';
import { type Row, table } from './table';

type ApprovalEntry = TimelineEntry & ApprovalEvent;

/** Whether a plan waits for approvals. */
export function hasApprovals({ stages }: Plan): boolean {
  return stages.some(({ approval }) => approval !== undefined);
}

/**
 * Each stage that needs an approval: whose, since when it waited, and who gave it.
 * @param prefix of the id of the table, where a page has several
 */
export function approvalsTable(plan: Plan, { timeline }: RehearsalResult, prefix = ''): Html {
  const entries = timeline.filter(
    (entry): entry is ApprovalEntry => entry.kind === 'approval' && entry.cutover === undefined,
  );
  return table(
    `${prefix}approvals`,
    'Approvals after the soaks of stages. One that was given during the soak was not waited for.',
    [
      { head: 'New path', isNumber: true },
      { head: 'Needs' },
      { head: 'Waited since', isNumber: true },
      { head: 'Ended', isNumber: true },
      { head: 'Result' },
    ],
    plan.stages.flatMap(({ percent, approval }): Row[] => {
      const own = entries.filter((entry) => entry.percent === percent);
      const awaited = own.find(({ change }) => change === 'awaited');
      const ended = own.find(({ change }) => change !== 'awaited');
      const cells = [
        `${percent} %`,
        approval === undefined ? '' : describeNeed(approval),
        awaited === undefined ? '–' : clock(awaited.at),
        ended === undefined ? '–' : clock(ended.at),
        resultOf(awaited, ended),
      ];
      return approval === undefined ? [] : [{ cells, kind: kindOf(ended) }];
    }),
  );
}

function resultOf(awaited: ApprovalEntry | undefined, ended: ApprovalEntry | undefined): string {
  if (ended?.change === 'given') {
    return `approved by ${ended.by}`;
  }
  if (ended !== undefined) {
    return 'not approved in time';
  }
  return awaited === undefined ? 'not reached' : 'reverted before it was approved';
}

function kindOf(ended: ApprovalEntry | undefined): string {
  return ended === undefined ? 'quiet' : ended.change === 'given' ? 'good' : 'bad';
}
