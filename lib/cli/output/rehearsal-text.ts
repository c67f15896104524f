import Table from 'cli-table3';
import colors from 'picocolors';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { routeName } from '../../../lambdas/core/routers/route';
import type { RehearsalResult, RevertResult, TimelineEntry, TrafficResult } from '../../rehearsal/result';
import type { Scenario } from '../../rehearsal/scenario';
import type { Totals } from '../../rehearsal/traffic/traffic';
import { clock, duration, number, usd, wrap } from './format';

const EVENT_WIDTH = 18;
/** Events after which a person wants to know how the requests fare. */
const WITH_REQUESTS = new Set(['ShiftTraffic', 'EvaluateHealth', 'RevertTraffic']);

export function printHeading(plan: Plan, scenarioName: string, scenario: Scenario): string {
  const what = scenario.description === undefined ? '' : `: ${scenario.description}`;
  return [
    `Rehearsing "${plan.name}" (${routeName(plan.router)}), seed ${scenario.seed}`,
    `Scenario ${colors.bold(scenarioName)}${what}`,
    '',
    '',
  ].join('\n');
}

/** One thing that happened, and how the requests fared until then. */
export function printEntry({ at, event, detail }: TimelineEntry, totals: Totals, columns: number): string {
  const time = clock(at).padStart(13);
  const indent = ' '.repeat(13 + 2 + EVENT_WIDTH + 2);
  const width = Math.max(40, columns - indent.length);
  const text = wrap(detail, width, indent);
  const line = `${colors.dim(time)}  ${paint(event)(event.padEnd(EVENT_WIDTH))}  ${text}\n`;
  if (!WITH_REQUESTS.has(event)) {
    return line;
  }
  const failed = `${number(totals.failed)} failed`;
  const requests = `${number(totals.requests)} requests, ${number(totals.onNew)} on the new path, `;
  return `${line}${indent}${colors.dim(requests)}${totals.failed > 0 ? colors.red(failed) : colors.dim(failed)}\n`;
}

function paint(event: string): (text: string) => string {
  if (
    /^(fault began|alarm ALARM|caught|StartRevert|RevertTraffic|revert-failed|rejected|reverted)$/.test(event)
  ) {
    return colors.red;
  }
  if (event === 'ShiftTraffic' || event === 'succeeded') {
    return colors.green;
  }
  return event === 'retry' || event.startsWith('alarm') ? colors.yellow : colors.cyan;
}

/** What it came to. */
export function printSummary(result: RehearsalResult, columns: number): string {
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
    line('Users', describeUsers(traffic)),
    ...(result.revert === null
      ? []
      : [
          line('Way back', describeRevert(result.revert)),
          line('Time back', describeTimeBack(result.revert)),
        ]),
    line(
      'Execution',
      `${number(execution.transitions)} transitions, ${number(execution.historyEvents)} history events, about ${usd(execution.estimatedUsd)}`,
    ),
    '',
  ].join('\n');
}

function stageTable({ stages }: RehearsalResult): string {
  const table = new Table({
    head: ['new path', 'shifted', 'in effect', 'verdict'],
    style: { head: [], border: [] },
  });
  for (const stage of stages) {
    const propagated = stage.settledAt === null ? 'never' : clock(stage.settledAt);
    table.push([`${stage.percent} %`, clock(stage.shiftedAt), propagated, stage.verdict ?? 'not measured']);
  }
  return table.toString();
}

function describeTraffic({ requests, failed, onNew, maxPercent, finalPercent }: TrafficResult): string {
  return `${number(requests)} requests, ${number(onNew)} on the new path, ${number(failed)} failed; the route was at ${maxPercent} % at the most and is at ${finalPercent} %`;
}

function describeUsers({ users, usersOnBothSides }: TrafficResult): string {
  return `${number(usersOnBothSides)} of ${number(users)} were sent back and forth between the paths while nobody lowered the percent`;
}

function describeTimeBack({ decidedAt, drainedAt }: RevertResult): string {
  if (decidedAt === null || drainedAt === null) {
    return 'not all traffic came back';
  }
  const seconds = drainedAt - decidedAt;
  return `${seconds < 1 ? 'less than 1 s' : duration(seconds)} from the decision until all traffic was back`;
}

function describeFailed({ failedOnNew, failedOnNewBy }: TrafficResult): string {
  const causes = Object.entries(failedOnNewBy).map(([cause, count]) => `${number(count)} by ${cause}`);
  return `${number(failedOnNew)} requests failed on the new path: ${causes.join(', ')}`;
}

function describeRevert(revert: RevertResult): string {
  const steps = [
    ['fault', revert.faultAt],
    ['alarm', revert.alarmAt],
    ['decided', revert.decidedAt],
    ['accepted', revert.acceptedAt],
    ['in effect', revert.insyncAt],
    ['last client back', revert.drainedAt],
  ] as const;
  return steps
    .filter((step): step is readonly [(typeof step)[0], number] => step[1] !== null)
    .map(([name, at]) => `${name} ${clock(at)}`)
    .join(' → ');
}
