import colors from 'picocolors';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { routeName } from '../../../lambdas/core/routers/route';
import { causesOf, type RevertCauses } from '../../rehearsal/causes';
import type { RehearsalResult, RehearsedTraffic, RevertResult } from '../../rehearsal/result';
import type { Scenario } from '../../rehearsal/scenario';
import { describeEntry } from '../../rehearsal/timeline/describe-entry';
import type { Outcome, TimelineEntry } from '../../rehearsal/timeline/timeline-event';
import type { Totals } from '../../rehearsal/traffic/traffic';
import { type Tone, toneOf } from './entry-tone';
import { clock, duration, labelled, number, usd, wrap } from './format';
import { textTable } from './text-table';
import { describeUsers } from './users-text';

const EVENT_WIDTH = 18;
/** Columns below which an entry has its time and its event on a line of their own. */
const NARROW = 75;
/** Entries that are followed by the counts of requests. */
const WITH_REQUESTS: ReadonlySet<TimelineEntry['kind']> = new Set(['shift', 'evaluation', 'revert']);
const COLORS: Readonly<Record<Tone, (text: string) => string>> = {
  good: colors.green,
  bad: colors.red,
  notice: colors.yellow,
  plain: colors.cyan,
};

/** The plan, the route, the seed and the scenario. */
export function printHeading(plan: Plan, scenarioName: string, scenario: Scenario, columns: number): string {
  const what = scenario.description === undefined ? '' : `: ${scenario.description}`;
  return [
    wrap(`Rehearsing "${plan.name}" (${routeName(plan.router)}), seed ${scenario.seed}`, columns - 2, '  '),
    wrap(`Scenario ${colors.bold(scenarioName)}${what}`, columns - 2, '  '),
    '',
    '',
  ].join('\n');
}

/** One entry of the timeline, with the counts of requests where they matter. */
export function printEntry(entry: TimelineEntry, totals: Totals, columns: number): string {
  const { event, detail } = describeEntry(entry);
  const time = clock(entry.at).padStart(13);
  const isNarrow = columns < NARROW;
  const indent = ' '.repeat(isNarrow ? 4 : 13 + 2 + EVENT_WIDTH + 2);
  const text = wrap(detail, columns - indent.length, indent);
  const colored = COLORS[toneOf(entry)](isNarrow ? event : event.padEnd(EVENT_WIDTH));
  const line = `${colors.dim(time)}  ${colored}${isNarrow ? `\n${indent}` : '  '}${text}\n`;
  if (!WITH_REQUESTS.has(entry.kind)) {
    return line;
  }
  const requests = `${number(totals.requests)} requests, ${number(totals.onNew)} on the new path,`;
  const failed = (totals.failed > 0 ? colors.red : colors.dim)(`${number(totals.failed)} failed`);
  const counts = wrap(`${colors.dim(requests)} ${failed}`, columns - indent.length, indent);
  return `${line}${indent}${counts}\n`;
}

/** The outcome, the stages and the numbers of a rehearsal. */
export function printSummary(
  plan: Plan,
  result: RehearsalResult,
  expected: Outcome | null,
  columns: number,
): string {
  const { traffic, execution } = result;
  const outcome = result.outcome === 'succeeded' ? colors.green : colors.red;
  const head = 14;
  const line = (name: string, text: string) => labelled(name, text, head, columns);
  return [
    '',
    ...(result.stages.length === 0 ? [] : [stageTable(result, columns), '']),
    line(
      'Outcome',
      `${outcome(colors.bold(result.outcome))} after ${duration(result.durationSeconds)}: ${result.reason}`,
    ),
    ...(expected === null ? [] : [line('Expected', describeExpected(result.outcome, expected))]),
    line('Traffic', describeTraffic(traffic)),
    ...(traffic.failedOnNew === 0 ? [] : [line('Failed', describeFailed(traffic))]),
    line('Users', describeUsers(plan.router, traffic)),
    ...(result.revert === null
      ? []
      : [
          line('Revert', describeRevert(result.revert, causesOf(result))),
          line('Revert time', describeRevertTime(result.revert)),
        ]),
    line(
      'Execution',
      `${number(execution.transitions)} transitions, ${number(execution.historyEvents)} history events,` +
        ` about ${usd(execution.estimatedUsd)}`,
    ),
    '',
  ].join('\n');
}

/** Whether a rehearsal ended as its scenario expects. */
export function describeExpected(outcome: Outcome, expected: Outcome): string {
  return outcome === expected
    ? `yes, the scenario expects ${expected}`
    : `no, the scenario expects ${expected}`;
}

function stageTable({ stages }: RehearsalResult, columns: number): string {
  const heads = ['new path', 'shifted', 'effective', 'verdict'].map((head) => ({ head }));
  const rows = stages.map(({ percent, shiftedAt, settledAt, verdict }) => [
    `${percent} %`,
    clock(shiftedAt),
    settledAt === null ? 'never' : clock(settledAt),
    verdict ?? 'not measured',
  ]);
  return textTable(heads, rows, columns);
}

function describeTraffic({ requests, failed, onNew, maxPercent, finalPercent }: RehearsedTraffic): string {
  return (
    `${number(requests)} requests, ${number(onNew)} on the new path, ${number(failed)} failed;` +
    ` highest percent ${rounded(maxPercent)} %, final percent ${rounded(finalPercent)} %`
  );
}

/** Weights of 2/1 are 33.33 %. */
function rounded(percent: number): number {
  return Math.round(percent * 100) / 100;
}

function describeRevertTime({ decidedAt, drainedAt }: RevertResult): string {
  if (decidedAt === null || drainedAt === null) {
    return 'not all traffic returned to where it was';
  }
  const seconds = drainedAt - decidedAt;
  return `${seconds < 1 ? 'less than 1 s' : duration(seconds)} from the decision until all traffic was back`;
}

function describeFailed({ failedOnNew, failedOnNewBy }: RehearsedTraffic): string {
  const causes = Object.entries(failedOnNewBy).map(([cause, count]) => `${number(count)} by ${cause}`);
  return `${number(failedOnNew)} requests failed on the new path: ${causes.join(', ')}`;
}

function describeRevert(revert: RevertResult, { firstFaultAt, operatorAt }: RevertCauses): string {
  const steps = [
    ['fault', firstFaultAt],
    ['operator', operatorAt],
    ['alarm', revert.alarmAt],
    ['decided', revert.decidedAt],
    ['accepted', revert.acceptedAt],
    ['propagated', revert.insyncAt],
    ['last client', revert.drainedAt],
  ] as const;
  return steps
    .filter((step): step is readonly [(typeof step)[0], number] => step[1] !== null)
    .sort(([, one], [, other]) => one - other)
    .map(([name, at]) => `${name} ${clock(at)}`)
    .join(' → ');
}
