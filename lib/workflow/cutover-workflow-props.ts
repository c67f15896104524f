import type { RemovalPolicy } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { AllowedNetwork } from '../../lambdas/core/networks/private-network';
import type { Policy } from '../../lambdas/core/policy/policy';
import type { PropNames } from '../shared/known-props';
import type { CutoverSchedule } from './cutover-schedule';
import type { Notification } from './events/notifications';
import type { WorkflowGates } from './gates-prop';
import type { AlarmPlaces } from './guards/alarm-places';
import type { DeploymentGroups } from './iam/deployment-statements';
import type { EventBusLike } from './iam/event-statements';
import type { DecommissionScan } from './iam/reference-statements';
import type { AssumableRoles } from './iam/role-statements';
import type { AllowedSecrets } from './iam/secret-statements';
import type { LedgerLike } from './ledger-table';
import type { CommandEndpointKind } from './operate/command-endpoint';
import type { RouteConfig } from './routers/routes';

/** What a workflow may move, and how it is operated. */
export interface CutoverWorkflowProps {
  /**
   * The records, keys and forward actions that it may shift. Its IAM permissions cover these and no others.
   */
  readonly routes: readonly RouteConfig[];
  /**
   * The CodeDeploy deployment groups of ECS services that a stage of a plan may deploy to. Without any, no
   * function has permissions in CodeDeploy, and a plan that deploys is rejected.
   * @default - none
   */
  readonly deploymentGroups?: DeploymentGroups;
  /**
   * The hosts that smoke tests may call; `*` stands for one or more characters of a single label.
   * @default - `gw-*` in each zone of the routes; required when no route is a record
   */
  readonly allowedHosts?: readonly string[];
  /**
   * The private networks that smoke tests may connect to, each with its ports. They also need a `vpc` from
   * which these can be reached. Loopback, link-local and multicast addresses are never allowed.
   * @default - public addresses only
   */
  readonly allowedPrivateNetworks?: readonly AllowedNetwork[];
  /**
   * The secrets that smoke checks may refer to with `{ secret: ARN }`. The smoke test may read these and no
   * others; inside a VPC it needs a way to Secrets Manager or to Parameter Store.
   * @default - none
   */
  readonly secrets?: AllowedSecrets;
  /**
   * The gates that plans may name: functions of a team, such as its own suite, that must say `pass` before
   * traffic moves or while it is there (docs/guide/gates.md). AskGates may invoke these and no others.
   * @default - none: a plan that names a gate is rejected
   */
  readonly gates?: WorkflowGates;
  /**
   * Roles of other accounts that the workflow may assume, and no others: for a route whose plan names one as
   * `router.roleArn`, and for alarms, certificates and target groups whose ARN is in the account of the role.
   * Each role must let the workflow's functions assume it (docs/guide/other-places.md).
   * @default - none: everything is in the account of the workflow
   */
  readonly roles?: AssumableRoles;
  /**
   * Where else alarms are that plans may name: Regions, or other accounts, in which an `AlarmForwarding`
   * forwards the state changes of alarms. Events from there reach the guard of alarms; an alarm elsewhere
   * counts only when an evaluation reads it.
   * @default - none: only events of the account and Region of the workflow reach the guard
   */
  readonly alarmPlaces?: AlarmPlaces;
  /**
   * What every plan is held to: where it may move traffic, how fast, with which alarms and approvals. A plan
   * that does not keep to it is rejected before anything happens, whoever starts it.
   * @default - no policy: any plan for these routes
   */
  readonly policy?: Policy;
  /**
   * What is in front of the function Operate, which takes commands: a function URL, or an HTTP API in regions
   * that have no function URLs. Both authenticate callers with IAM.
   * @default - 'function-url', or 'http-api' in a region that is known to have no function URLs
   */
  readonly commandEndpoint?: CommandEndpointKind;
  /**
   * The VPC in which the smoke test runs. All other functions call only AWS, and run outside it.
   * @default - the smoke test runs outside any VPC
   */
  readonly vpc?: IVpc;
  /**
   * Subnets of that VPC.
   * @default - as `Function` chooses them
   */
  readonly vpcSubnets?: SubnetSelection;
  /**
   * Security groups of the smoke test.
   * @default - a new one
   */
  readonly securityGroups?: readonly ISecurityGroup[];
  /**
   * Concurrent executions that Lambda reserves for each function that a revert needs, so that a busy account
   * cannot delay it. It is also the most that each of them may have: take the number of routes that may be
   * reverted at the same time. They count against the quota of the account, of which at least 100 must remain
   * unreserved (AWS Lambda Developer Guide, "Configuring reserved concurrency").
   * @default - none is reserved: an account with a small quota has none to give
   */
  readonly revertConcurrency?: number;
  /**
   * How long logs are kept.
   * @default RetentionDays.THREE_MONTHS, as long as Step Functions keeps the history of an execution
   */
  readonly logRetention?: RetentionDays;
  /**
   * Is notified when a revert has failed, a guard could not handle an event, or a route is locked while
   * nothing works on it.
   * @default - no notification; add an action to `revertFailedAlarm`, `guardsFailedAlarm` and
   * `lockedUnattendedAlarm`
   */
  readonly alarmTopic?: ITopic;
  /**
   * A customer managed key for the ledger, the queue of undelivered events, the logs, the state machines with
   * their inputs and histories, and the variables of the functions. Its policy gets the statements that the
   * services need; an imported key must have them already (docs/guide/encryption.md). While the key cannot be
   * used, nothing of the workflow can run, reverts included.
   * @default - keys of AWS
   */
  readonly encryptionKey?: IKey;
  /**
   * An existing table to use as the ledger. Its partition key must be `route` and its sort key `item`, both
   * strings. Without a stream of new and old images, no decision becomes an event.
   * @default - a new table
   */
  readonly ledger?: LedgerLike;
  /**
   * The bus on which every decision becomes an event (docs/guide/events.md).
   * @default - the default bus of the account and Region
   */
  readonly eventBus?: EventBusLike;
  /**
   * Topics whose subscribers are notified of decisions, in text or in a chat channel.
   * @default - none
   */
  readonly notifications?: readonly Notification[];
  /**
   * What happens to the ledger and the logs when the stack is deleted.
   * @default RemovalPolicy.RETAIN, which also protects the table against deletion
   */
  readonly removalPolicy?: RemovalPolicy;
  /**
   * What the search for references to the old path may read, for plans with `decommission`: the records of
   * these hosted zones, and every alarm, load balancer and ECS service of the account and region. It only
   * lists and describes.
   * @default - only the route, which is not enough to show that the old path is unused
   */
  readonly decommission?: DecommissionScan;
  /**
   * Cutovers that start at a scheduled time.
   * @default - none
   */
  readonly schedules?: readonly CutoverSchedule[];
}

/** The schemas of routes, networks, secrets, gates, roles, places and the policy know the names in them. */
export const cutoverWorkflowNames: PropNames<CutoverWorkflowProps> = {
  routes: 'required',
  deploymentGroups: {
    is: 'optional',
    props: {
      applicationName: 'required',
      deploymentGroupName: 'required',
    } satisfies PropNames<DeploymentGroups[number]>,
  },
  allowedHosts: 'optional',
  allowedPrivateNetworks: 'optional',
  secrets: 'optional',
  gates: 'optional',
  roles: 'optional',
  alarmPlaces: 'optional',
  policy: 'optional',
  commandEndpoint: 'optional',
  vpc: 'optional',
  vpcSubnets: 'optional',
  securityGroups: 'optional',
  revertConcurrency: 'optional',
  logRetention: 'optional',
  alarmTopic: 'optional',
  encryptionKey: 'optional',
  ledger: 'optional',
  eventBus: 'optional',
  notifications: {
    is: 'optional',
    props: { topic: 'required', format: 'required', events: 'optional' } satisfies PropNames<Notification>,
  },
  removalPolicy: 'optional',
  decommission: {
    is: 'optional',
    props: { hostedZoneIds: 'optional' } satisfies PropNames<DecommissionScan>,
  },
  schedules: {
    is: 'optional',
    props: { name: 'required', plan: 'required', schedule: 'required' } satisfies PropNames<CutoverSchedule>,
  },
};
