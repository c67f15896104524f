import { Duration, type RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { roleNamedTwice } from '../../shared/acknowledged';
import type { EventDelivery } from '../guards/undelivered-events';
import { TaskRole } from '../iam/task-role';
import type { TaskResources } from '../iam/task-statements';
import { type FunctionName, taskOf } from '../tasks';
import { WorkflowLogs } from '../workflow-logs';
import { handlerFile } from './bundling';
import { functionDefaults } from './function-defaults';

/** Where in a VPC a function runs. */
export interface TaskNetwork {
  readonly vpc: IVpc;
  readonly vpcSubnets?: SubnetSelection;
  readonly securityGroups?: ISecurityGroup[];
}

export interface TaskFunctionProps {
  /** The Task or guard, as the registry names it. */
  readonly task: FunctionName;
  readonly resources: TaskResources;
  readonly environment: Readonly<Record<string, string>>;
  readonly logRetention: RetentionDays;
  /** What becomes of the log group when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
  /** @default - outside of any VPC */
  readonly network?: TaskNetwork;
  /**
   * For a function that EventBridge calls, where nobody waits for the answer.
   * @default - a state machine calls it
   */
  readonly delivery?: EventDelivery;
}

/** The function of a Task or guard, with a log group and a role of its own. */
export class TaskFunction extends Construct {
  readonly lambda: IFunction;

  constructor(scope: Construct, id: string, props: TaskFunctionProps) {
    super(scope, id);
    const { task, resources, environment, network, delivery } = props;
    const { handler, permissions, timeoutSeconds } = taskOf(task);
    const logGroup = new WorkflowLogs(this, 'Logs', {
      retention: props.logRetention,
      removalPolicy: props.removalPolicy,
    });
    const inVpc = network !== undefined;
    const role = new TaskRole(this, 'Role', { permissions, resources, logGroup, inVpc });
    this.lambda = new NodejsFunction(this, 'Function', {
      description: `Cutover: ${task}`,
      entry: handlerFile(handler),
      timeout: Duration.seconds(timeoutSeconds),
      logGroup,
      role,
      environment: { ...environment },
      ...functionDefaults,
      ...network,
      ...delivery,
    });
    Validations.of(this.lambda).acknowledge(roleNamedTwice);
    if (!inVpc) {
      Validations.of(this.lambda).acknowledge({
        id: 'cdk-validator-cfnguard::lambda_inside_vpc_check',
        reason:
          'it talks to public endpoints alone; a VPC would add routes and endpoints that a revert could fail by',
      });
    }
  }
}
