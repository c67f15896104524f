import Table from 'cli-table3';
import colors from 'picocolors';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { routeName } from '../../../lambdas/core/routers/route';
import type { RouterKind } from '../../../lambdas/core/routers/router-schema';
import type { RehearsalResult, RevertResult, TimelineEntry, TrafficResult } from '../../rehearsal/result';
import type { Scenario } from '../../rehearsal/scenario';
import type { Totals } from '../../rehearsal/traffic/traffic';
import { clock, duration, number, usd, wrap } from './format';

const EVENT_WIDTH = 18;
/** Events that are followed by a line with the request counts. */
const WITH_REQUESTS = new Set(['ShiftTraffic', 'EvaluateHealth', 'RevertTraffic']);

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

/** One entry of the timeline, for some events with the request counts so far. */
export function printEntry({ at, event, detail }: TimelineEntry, totals: Totals, columns: number): string {
  const time = clock(at).padStart(13);
  const indent = ' '.repeat(13 + 2 + EVENT_WIDTH + 2);
  const width = Math.max(40, columns - indent.length);
  const text = wrap(detail, width, indent);
  const line = `${colors.dim(time)}  ${paint(event)(event.padEnd(EVENT_WIDTH))}  ${text}\n`;
  if (!WITH_REQUESTS.has(event)) {
    return line;
  }
  const failed = (totals.failed > 0 ? colors.red : colors.dim)(`${number(totals.failed)} failed`);
  const requests = `${number(totals.requests)} requests, ${number(totals.onNew)} on the new path, `;
  return `${line}${indent}${colors.dim(requests)}${failed}\n`;
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

/** The result of the rehearsal. */
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
    line('Users', describeUsers(traffic, plan.router.kind)),
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

function describeTraffic({ requests, failed, onNew, maxPercent, finalPercent }: TrafficResult): string {
  return (
    `${number(requests)} requests, ${number(onNew)} on the new path, ${number(failed)} failed;` +
    ` highest percent ${maxPercent} %, final percent ${finalPercent} %`
  );
}

/** Why a user may return to the old path although the percent was not lowered. */
const WHY_BOTH_PATHS: Readonly<Record<RouterKind, string>> = {
  route53: 'DNS splits resolvers, not users',
  'cloudfront-kvs': 'edge locations receive a new percent at different times',
  alb: 'the load balancer splits requests, not users',
};

function describeUsers({ users, usersOnBothSides }: TrafficResult, kind: RouterKind): string {
  const counts = `${number(usersOnBothSides)} of ${number(users)} simulated users saw both paths`;
  return usersOnBothSides === 0 ? counts : `${counts}: ${WHY_BOTH_PATHS[kind]}`;
}

function describeRevertTime({ decidedAt, drainedAt }: RevertResult): string {
  if (decidedAt === null || drainedAt === null) {
    return 'not all traffic returned to the old path';
  }
  const seconds = drainedAt - decidedAt;
  return (
    `${seconds < 1 ? 'less than 1 s' : duration(seconds)} from the decision until all traffic was on the` +
    ' old path'
  );
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
    ['propagated', revert.insyncAt],
    ['last client', revert.drainedAt],
  ] as const;
  return steps
    .filter((step): step is readonly [(typeof step)[0], number] => step[1] !== null)
    .map(([name, at]) => `${name} ${clock(at)}`)
    .join(' → ');
}
