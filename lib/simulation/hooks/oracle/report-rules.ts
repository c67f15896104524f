import type { HookCase } from '../hook-case';
import { REPORT_API } from '../hook-record';
import { isAnswered, RESERVE_MS, reportsOf } from './hook-facts';
import type { JudgedHook } from './judged';

/** A function with less than this cannot wait for the answer to its report. */
const LEAST_MS = 3_000;
/** Beside the pauses between reports, which double: what the calls take, and the last reserve. */
const CALLS_AND_RESERVE_MS = 14_000;

/** What an invocation must have answered by its end. */
export function judgeReports(judged: JudgedHook): void {
  const { drawn, invocation, require } = judged;
  const { result } = invocation;
  if (drawn.contract === 'ecs') {
    const found = 'threw' in result ? `it threw ${result.threw.name}` : 'it was cut';
    require('returned' in result, 'hook-answers-in-time', `no answer to ECS: ${found}`);
    return;
  }
  require(!('cut' in result), 'hook-answers-in-time', 'the function was cut');
  const reports = reportsOf(invocation);
  const [first] = reports;
  const { startMs, functionEndMs } = invocation;
  const latestMs = Math.max(startMs, functionEndMs - RESERVE_MS) + 1_000;
  require(first !== undefined && first.sentMs <= latestMs, 'hook-answers-in-time', first === undefined
    ? 'no report'
    : `the first report at ${first.sentMs} ms, later than ${latestMs} ms`);
  const isReported = reports.some(isAnswered);
  if (first !== undefined && canBeReported(drawn, first.sentMs, functionEndMs)) {
    require(isReported, 'hook-answers-in-time', `no report was accepted, of ${reports.length}`);
  }
  const found = isReported ? 'an accepted report, and no return' : 'a return without an accepted report';
  require('returned' in result === isReported, 'hook-returns-once-reported', found);
  judgeStatuses(judged);
}

/** One status in all reports, and none once CodeDeploy has answered. */
function judgeStatuses({ invocation, require }: JudgedHook): void {
  const { result } = invocation;
  const reports = reportsOf(invocation);
  const statuses = new Set(reports.map(({ about }) => about));
  if ('returned' in result && reports.length > 0) {
    statuses.add(String(result.returned.status));
  }
  require(statuses.size <= 1, 'hook-reports-one-outcome', `statuses ${[...statuses].join(', ')}`);
  const accepted = reports.findIndex(isAnswered);
  const isLast = accepted === -1 || accepted === reports.length - 1;
  const detail = `${reports.length} reports, of which ${accepted + 1} was accepted`;
  require(isLast, 'hook-reports-one-outcome', detail);
}

/** Whether CodeDeploy takes a report in time, at the latest at the first repetition after the faults. */
function canBeReported({ faults }: HookCase, firstMs: number, functionEndMs: number): boolean {
  const during = faults.filter(
    ({ api, from, to }) =>
      (api === 'codedeploy' || api === REPORT_API) && from * 1_000 <= functionEndMs && to * 1_000 >= firstMs,
  );
  if (functionEndMs - firstMs < LEAST_MS || during.some(({ kind }) => kind === 'slow')) {
    return false;
  }
  const overMs = Math.max(firstMs, ...during.map(({ to }) => to * 1_000));
  return during.length === 0 || overMs + (overMs - firstMs) + CALLS_AND_RESERVE_MS < functionEndMs;
}
