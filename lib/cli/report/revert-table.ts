import type { RevertCauses } from '../../rehearsal/causes';
import type { RevertResult } from '../../rehearsal/result';
import { clock, duration } from '../output/format';
import type { Html } from './html';
import { table } from './table';

/**
 * The parts of the revert, with the seconds that each took.
 * @param prefix of the id of the table, where a page has several
 */
export function revertTable(
  revert: RevertResult,
  { firstFaultAt, operatorAt }: RevertCauses,
  prefix = '',
): Html {
  const steps = [
    ['first fault began', firstFaultAt],
    ...(operatorAt === null ? [] : [['operator asked for it', operatorAt] as const]),
    ['first alarm', revert.alarmAt],
    ['decided', revert.decidedAt],
    ['write accepted', revert.acceptedAt],
    ['propagated', revert.insyncAt],
    ['last client back', revert.drainedAt],
  ] as const;
  const happened = steps
    .filter((step): step is readonly [(typeof step)[0], number] => step[1] !== null)
    .sort(([, one], [, other]) => one - other);
  const missing = steps.filter(([, at]) => at === null);
  return table(
    `${prefix}revert`,
    `Revert time, from the decision until the last client was back: ` +
      `${span(revert.decidedAt, revert.drainedAt)}. ` +
      `From the first alarm: ${span(revert.alarmAt, revert.drainedAt)}.`,
    [
      { head: 'Step' },
      { head: 'At', isNumber: true },
      { head: 'Seconds since the step before', isNumber: true },
      { head: 'Seconds since the decision', isNumber: true },
    ],
    [
      ...happened.map(([name, at], i) => ({
        cells: [name, clock(at), seconds(at, happened[i - 1]?.[1]), seconds(at, revert.decidedAt, true)],
      })),
      ...missing.map(([name]) => ({ cells: [name, 'did not happen', '–', '–'], kind: 'quiet' })),
    ],
  );
}

function seconds(at: number, since: number | null | undefined, signed = false): string {
  if (since === null || since === undefined) {
    return '–';
  }
  const difference = at - since;
  const text = Math.abs(difference).toLocaleString('en-US', {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  return `${difference < 0 ? '−' : signed && difference > 0 ? '+' : ''}${text} s`;
}

function span(from: number | null, to: number | null): string {
  return from === null || to === null ? 'did not happen' : duration(to - from);
}
