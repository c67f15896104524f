import { Duration, type RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { redundantRoleDependency } from '../../shared/acknowledgements';
import type { EventDelivery } from '../guards/undelivered-events';
import { TaskRole } from '../iam/task-role';
import type { TaskResources } from '../iam/task-statements';
import { type FunctionName, registeredTask } from '../tasks';
import { WorkflowLogs } from '../workflow-logs';
import { functionCode } from './function-code';
import { functionDefaults } from './function-defaults';

/** The VPC in which a function runs. */
export interface TaskNetwork {
  readonly vpc: IVpc;
  readonly vpcSubnets?: SubnetSelection;
  readonly securityGroups?: ISecurityGroup[];
}

export interface TaskFunctionProps {
  /** The name of the Task or guard in the registry. */
  readonly task: FunctionName;
  readonly resources: TaskResources;
  readonly environment: Readonly<Record<string, string>>;
  readonly logRetention: RetentionDays;
  /** What happens to the log group when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
  /** @default - keys that AWS manages */
  readonly encryptionKey?: IKey | undefined;
  /** @default - it runs outside any VPC */
  readonly network?: TaskNetwork;
  /** @default - none is reserved */
  readonly reservedConcurrency?: number | undefined;
  /**
   * For a function that EventBridge invokes asynchronously.
   * @default - a state machine invokes it and waits for the result
   */
  readonly delivery?: EventDelivery;
}

/** The function of a Task or guard, with its own log group and role. */
export class TaskFunction extends Construct {
  readonly lambda: IFunction;
  readonly logGroup: ILogGroup;

  constructor(scope: Construct, id: string, props: TaskFunctionProps) {
    super(scope, id);
    const { task, resources, environment, network, delivery, reservedConcurrency, encryptionKey } = props;
    const { handler, permissions, timeoutSeconds } = registeredTask(task);
    const logGroup = new WorkflowLogs(this, 'Logs', {
      retention: props.logRetention,
      removalPolicy: props.removalPolicy,
      encryptionKey,
    });
    this.logGroup = logGroup;
    const inVpc = network !== undefined;
    const role = new TaskRole(this, 'Role', { permissions, resources, logGroup, inVpc });
    if (encryptionKey !== undefined) {
      const queues = delivery !== undefined || permissions.includes('read-stream');
      role.allowKey(encryptionKey, { queues });
    }
    this.lambda = new LambdaFunction(this, 'Function', {
      description: `Cutover: ${task}`,
      code: functionCode(handler),
      timeout: Duration.seconds(timeoutSeconds),
      logGroup,
      role,
      environment: { ...environment },
      ...functionDefaults,
      ...network,
      ...delivery,
      ...(encryptionKey === undefined ? {} : { environmentEncryption: encryptionKey }),
      ...(reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: reservedConcurrency }),
    });
    Validations.of(this.lambda).acknowledge(redundantRoleDependency);
    if (!inVpc) {
      Validations.of(this.lambda).acknowledge({
        id: 'cdk-validator-cfnguard::lambda_inside_vpc_check',
        reason:
          'it calls only public endpoints; a VPC would add routes and endpoints, whose failure could ' +
          'break a revert',
      });
    }
  }
}
