import type { RehearsalResult } from './result';
import type { OperatorAction } from './timeline/timeline-event';

/** Actions of operators that end a cutover. Any other one, such as an approval, causes no revert. */
const ENDING: ReadonlySet<OperatorAction> = new Set(['abort', 'revert', 'stop-execution', 'start-revert']);

/** What came before a revert, in seconds since the start; each is null where it did not happen. */
export interface RevertCauses {
  /** When the first fault began. */
  readonly firstFaultAt: number | null;
  /** When an operator first asked for the end of the cutover. */
  readonly operatorAt: number | null;
}

/** When the first fault began, and when an operator first asked for the end of the cutover. */
export function causesOf({ timeline }: Pick<RehearsalResult, 'timeline'>): RevertCauses {
  const fault = timeline.find(({ kind }) => kind === 'fault-began');
  const operator = timeline.find((entry) => entry.kind === 'operator' && ENDING.has(entry.action));
  return { firstFaultAt: fault?.at ?? null, operatorAt: operator?.at ?? null };
}
