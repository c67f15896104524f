import { Annotations, Stack } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarm,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Source } from '../../../lambdas/core/measures/source';
import { namingProblems } from '../../shared/known-props';
import { refuseProps } from '../../shared/refuse-props';
import type { CutoverWorkflow } from '../cutover-workflow';
import { type CutoverDashboardProps, cutoverDashboardNames } from './cutover-dashboard-props';
import { dashboardProblems } from './dashboard-problems';
import { decisionQuery } from './decision-query';
import { arrivingSplit, DASHBOARD_PERIOD, errorRateOf, pathMetrics, writtenSplit } from './path-metrics';
import { sourcesOf } from './path-sources';

export type { CutoverDashboardProps } from './cutover-dashboard-props';
export type { CountingPlace, CountingPlaces } from './path-sources';

const FULL = 24;
const HALF = 12;

/**
 * A dashboard in CloudWatch for the cutovers of one route: alarms, the split as written and as requests
 * arrive, requests, errors and latency of both paths beside each other, and the decisions.
 * @example
 * new CutoverDashboard(this, 'Dashboard', {
 *   workflow,
 *   old: 'app/legacy/0123456789abcdef',
 *   new: 'api/a1b2c3d4e5/$default',
 *   alarms: alarms.alarms,
 * });
 */
export class CutoverDashboard extends Construct {
  /** The dashboard, for more widgets. */
  readonly dashboard: Dashboard;

  /** @throws Error at synth that lists every problem of the props */
  constructor(scope: Construct, id: string, props: CutoverDashboardProps) {
    super(scope, id);
    refuseProps(this, namingProblems(props, cutoverDashboardNames));
    refuseProps(this, dashboardProblems(props));
    const { workflow, alarms = [], dashboardName } = props;
    const route = props.route ?? (workflow.routes[0] as string);
    const paths = { old: sourcesOf(props.old), new: sourcesOf(props.new) };
    if (!haveOneUnit(paths)) {
      Annotations.of(this).addWarningV2(
        'cutover:dashboardUnits',
        'old and new are not counted in the same unit: an NLB counts flows, each of which may carry any ' +
          'number of requests. The dashboard has no split of them; count both behind their NLBs to get one.',
      );
    }
    this.dashboard = new Dashboard(this, 'Dashboard', {
      ...(dashboardName === undefined ? {} : { dashboardName }),
      widgets: [
        [commands(workflow, route)],
        [alarmStatus([...workflow.alarms, ...alarms])],
        ...pathWidgets(paths, writtenSplit(workflow.ledger, route)),
        [decisions(workflow, route)],
      ],
    });
  }
}

function commands(workflow: CutoverWorkflow, route: string): IWidget {
  const { stackName, region } = Stack.of(workflow);
  const command = (verb: string) =>
    `npx @cutover/cutover ${verb} ${route} --stack ${stackName} --region ${region}`;
  return new TextWidget({
    width: FULL,
    height: 5,
    markdown: [
      `# Cutovers of ${route}`,
      'What it waits for and who must act, what happened and who did it:',
      '```',
      command('status'),
      command('history'),
      '```',
    ].join('\n'),
  });
}

function alarmStatus(alarms: readonly IAlarm[]): IWidget {
  return new AlarmStatusWidget({ title: 'Alarms', width: FULL, height: 4, alarms: [...alarms] });
}

function pathWidgets(
  paths: { readonly old: readonly Source[]; readonly new: readonly Source[] },
  written: IMetric,
): IWidget[][] {
  const old = pathMetrics('old', paths.old);
  const gaining = pathMetrics('new', paths.new);
  const both = [old, gaining];
  const errors = both.flatMap((path) => errorRateOf(path) ?? []);
  const latency = both.flatMap((path) => path.latency);
  const splits = [written, ...(haveOneUnit(paths) ? [arrivingSplit(old, gaining)] : [])];
  const widgets = [
    graph('Share of the new path', 'percent', splits, 100),
    graph(
      countedIn(paths),
      'per minute',
      both.map(({ requests }) => requests),
    ),
    ...(errors.length === 0 ? [] : [graph('5XX', 'percent of requests', errors)]),
    ...(latency.length === 0 ? [] : [graph('p99 latency', 'milliseconds', latency)]),
  ];
  return [widgets.slice(0, 2), widgets.slice(2)].filter((row) => row.length > 0);
}

function graph(title: string, label: string, metrics: readonly IMetric[], max?: number): IWidget {
  return new GraphWidget({
    ...{ title, width: HALF, height: 6, period: DASHBOARD_PERIOD, left: [...metrics] },
    leftYAxis: { min: 0, label, showUnits: false, ...(max === undefined ? {} : { max }) },
  });
}

function decisions(workflow: CutoverWorkflow, route: string): IWidget {
  return new LogQueryWidget({
    title: 'Decisions',
    width: FULL,
    height: 10,
    view: LogQueryVisualizationType.TABLE,
    logGroupNames: workflow.decisionLogs.map(({ logGroupName }) => logGroupName),
    queryLines: decisionQuery(route),
  });
}

/** Whether all places count requests, or all of them flows. */
function haveOneUnit(paths: { readonly old: readonly Source[]; readonly new: readonly Source[] }): boolean {
  return new Set([...paths.old, ...paths.new].map(({ kind }) => kind === 'net')).size === 1;
}

function countedIn(paths: { readonly old: readonly Source[]; readonly new: readonly Source[] }): string {
  if (!haveOneUnit(paths)) {
    return 'Requests, or flows of an NLB';
  }
  return paths.old.some(({ kind }) => kind === 'net') ? 'Flows' : 'Requests';
}
