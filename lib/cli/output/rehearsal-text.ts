import Table from 'cli-table3';
import colors from 'picocolors';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { routeName } from '../../../lambdas/core/routers/route';
import type { RehearsalResult, RehearsedTraffic, RevertResult } from '../../rehearsal/result';
import type { Scenario } from '../../rehearsal/scenario';
import { describeEntry } from '../../rehearsal/timeline/describe-entry';
import type { TimelineEntry } from '../../rehearsal/timeline/timeline-event';
import type { Totals } from '../../rehearsal/traffic/traffic';
import { type Tone, toneOf } from './entry-tone';
import { clock, duration, number, usd, wrap } from './format';
import { describeUsers } from './users-text';

const EVENT_WIDTH = 18;
/** Entries that are followed by the counts of requests. */
const WITH_REQUESTS: ReadonlySet<TimelineEntry['kind']> = new Set(['shift', 'evaluation', 'revert']);
const COLORS: Readonly<Record<Tone, (text: string) => string>> = {
  good: colors.green,
  bad: colors.red,
  notice: colors.yellow,
  plain: colors.cyan,
};

/** The plan, the route, the seed and the scenario. */
export function printHeading(plan: Plan, scenarioName: string, scenario: Scenario): string {
  const what = scenario.description === undefined ? '' : `: ${scenario.description}`;
  return [
    `Rehearsing "${plan.name}" (${routeName(plan.router)}), seed ${scenario.seed}`,
    `Scenario ${colors.bold(scenarioName)}${what}`,
    '',
    '',
  ].join('\n');
}

/** One entry of the timeline, with the counts of requests where they matter. */
export function printEntry(entry: TimelineEntry, totals: Totals, columns: number): string {
  const { event, detail } = describeEntry(entry);
  const time = clock(entry.at).padStart(13);
  const indent = ' '.repeat(13 + 2 + EVENT_WIDTH + 2);
  const width = Math.max(40, columns - indent.length);
  const text = wrap(detail, width, indent);
  const line = `${colors.dim(time)}  ${COLORS[toneOf(entry)](event.padEnd(EVENT_WIDTH))}  ${text}\n`;
  if (!WITH_REQUESTS.has(entry.kind)) {
    return line;
  }
  const requests = `${number(totals.requests)} requests, ${number(totals.onNew)} on the new path, `;
  const failed = (totals.failed > 0 ? colors.red : colors.dim)(`${number(totals.failed)} failed`);
  return `${line}${indent}${colors.dim(requests)}${failed}\n`;
}

/** The outcome, the stages and the numbers of a rehearsal. */
export function printSummary(plan: Plan, result: RehearsalResult, columns: number): string {
  const { traffic, execution } = result;
  const outcome = result.outcome === 'succeeded' ? colors.green : colors.red;
  const head = 14;
  const line = (name: string, text: string) =>
    `${name.padEnd(head)}${wrap(text, Math.max(40, columns - head), ' '.repeat(head))}`;
  return [
    '',
    ...(result.stages.length === 0 ? [] : [stageTable(result), '']),
    line(
      'Outcome',
      `${outcome(colors.bold(result.outcome))} after ${duration(result.durationSeconds)}: ${result.reason}`,
    ),
    line('Traffic', describeTraffic(traffic)),
    ...(traffic.failedOnNew === 0 ? [] : [line('Failed', describeFailed(traffic))]),
    line('Users', describeUsers(plan.router, traffic)),
    ...(result.revert === null
      ? []
      : [
          line('Revert', describeRevert(result.revert)),
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

function stageTable({ stages }: RehearsalResult): string {
  const table = new Table({
    head: ['new path', 'shifted', 'effective', 'verdict'],
    style: { head: [], border: [] },
  });
  for (const stage of stages) {
    const effective = stage.settledAt === null ? 'never' : clock(stage.settledAt);
    table.push([`${stage.percent} %`, clock(stage.shiftedAt), effective, stage.verdict ?? 'not measured']);
  }
  return table.toString();
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

function describeRevert(revert: RevertResult): string {
  const steps = [
    ['fault', revert.faultAt],
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
