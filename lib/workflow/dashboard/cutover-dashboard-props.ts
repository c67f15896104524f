import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { PropNames } from '../../shared/known-props';
import type { CutoverWorkflow } from '../cutover-workflow';
import type { CountingPlaces } from './path-sources';

/** A route, its two paths, and what else the dashboard shows. */
export interface CutoverDashboardProps {
  /** The workflow that moves the route. Its alarms and the logs of its decisions are shown. */
  readonly workflow: CutoverWorkflow;
  /**
   * The key of the route, such as `route53/ZONE/api.example.com`.
   * @default - the one route of the workflow; required when it has several
   */
  readonly route?: string;
  /** Where the requests of the old path are counted, in the Region of the dashboard or by CloudFront. */
  readonly old: CountingPlaces;
  /** Where the requests of the new path are counted. None of them may be counted for the old path. */
  readonly new: CountingPlaces;
  /**
   * Alarms beside those of the workflow, such as those of `CutoverAlarms`; at most 90.
   * @default - none
   */
  readonly alarms?: readonly IAlarm[];
  /**
   * The name of the dashboard.
   * @default - CloudFormation makes one
   */
  readonly dashboardName?: string;
}

export const cutoverDashboardNames: PropNames<CutoverDashboardProps> = {
  workflow: 'required',
  route: 'optional',
  old: 'required',
  new: 'required',
  alarms: 'optional',
  dashboardName: 'optional',
};
