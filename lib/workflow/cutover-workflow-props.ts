import type { RemovalPolicy } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { CutoverSchedule } from './cutover-schedule';
import type { DeploymentGroups } from './iam/deployment-statements';
import type { DecommissionScan } from './iam/reference-statements';
import type { LedgerLike } from './ledger-table';
import type { RouteConfig } from './routers/routes';

/** What a workflow may move, and how it is kept. */
export interface CutoverWorkflowProps {
  /** The records, keys and forward actions that it may shift. Its permissions name these and no other. */
  readonly routes: readonly RouteConfig[];
  /**
   * Deployment groups of CodeDeploy, for services of ECS, that a stage of a plan may deploy to. Without any, no function is allowed anything
   * in CodeDeploy, and a plan that deploys is rejected.
   * @default - none
   */
  readonly deploymentGroups?: DeploymentGroups;
  /**
   * Hosts that smoke tests may call; `*` stands for one or more characters of a single label.
   * @default - `gw-*` in each zone of the routes; required where none of them is a record
   */
  readonly allowedHosts?: readonly string[];
  /**
   * Whether smoke tests may connect to private addresses. Give a `vpc` that reaches them as well.
   * @default false
   */
  readonly allowPrivateAddresses?: boolean;
  /**
   * The VPC that the smoke test runs in. Only that one function: the others talk to AWS alone.
   * @default - outside of any VPC
   */
  readonly vpc?: IVpc;
  /**
   * Subnets of that VPC.
   * @default - as `NodejsFunction` chooses them
   */
  readonly vpcSubnets?: SubnetSelection;
  /**
   * Security groups of the smoke test.
   * @default - one of its own
   */
  readonly securityGroups?: readonly ISecurityGroup[];
  /**
   * How long logs are kept.
   * @default RetentionDays.THREE_MONTHS, as Step Functions keeps a history
   */
  readonly logRetention?: RetentionDays;
  /**
   * Told when a revert has failed, or a guard could not do its work.
   * @default - nobody; add an action to `revertFailedAlarm` and `guardsFailedAlarm`
   */
  readonly alarmTopic?: ITopic;
  /**
   * A table to use as the ledger: partition key `route`, sort key `item`, both text.
   * @default - a table of its own
   */
  readonly ledger?: LedgerLike;
  /**
   * What becomes of the ledger and the logs when the stack is deleted.
   * @default RemovalPolicy.RETAIN, which also protects the table against deletion
   */
  readonly removalPolicy?: RemovalPolicy;
  /**
   * What the proof at the end may look at, beside the route, for plans with a `decommission`: these zones, and every alarm, load balancer and
   * ECS service of the account and region. It only lists and describes.
   * @default - nothing, so that such a plan ends with "not proven"
   */
  readonly decommission?: DecommissionScan;
  /**
   * Cutovers that start by themselves.
   * @default - none
   */
  readonly schedules?: readonly CutoverSchedule[];
}
