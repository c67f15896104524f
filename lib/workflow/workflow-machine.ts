import { type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  type CfnStateMachine,
  DefinitionBody,
  LogLevel,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { redundantRoleDependency } from '../shared/acknowledgements';
import { trustedService } from '../shared/service-trust';
import { type Definition, placeholderOf, startExecutionResource, substitutions } from './definition';
import { runMachine } from './encryption';
import type { TaskFunction } from './functions/task-function';
import { acknowledgeWildcards, machineLogs, machineTraces } from './iam/wildcards';
import type { TaskName } from './tasks';
import { WorkflowLogs } from './workflow-logs';

export interface WorkflowMachineProps {
  readonly definition: Definition;
  /**
   * Tasks that running executions of the release before may still invoke.
   * @default - none
   */
  readonly formerTasks?: readonly TaskName[];
  /** The functions of the Tasks that the definition invokes and of the former ones, at least. */
  readonly functions: Readonly<Partial<Record<TaskName, TaskFunction>>>;
  /**
   * The state machine that this one starts.
   * @default - none
   */
  readonly revert?: StateMachine;
  readonly logRetention: RetentionDays;
  /** What happens to the log group when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
  /** @default - keys that AWS owns */
  readonly encryptionKey?: IKey | undefined;
}

/** A state machine, deployed from its file as it is, with a role that allows what the file does. */
export class WorkflowMachine extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: WorkflowMachineProps) {
    super(scope, id);
    const { definition, functions, revert, logRetention: retention, removalPolicy, encryptionKey } = props;
    const arnOf = (task: TaskName): string => {
      const invokes = functions[task];
      if (invokes === undefined) {
        throw new Error(`the function of ${task} is created after the machine that invokes it`);
      }
      return invokes.lambda.functionArn;
    };
    const arns = Object.fromEntries(definition.tasks.map((task) => [placeholderOf(task), arnOf(task)]));
    const formerArns = (props.formerTasks ?? []).map(arnOf);
    // The machine itself has the role, so the role cannot name it (Step Functions Developer Guide, "Creating
    // an IAM role for your state machine").
    const source = { service: 'states', resource: 'stateMachine:*' };
    const role = new Role(this, 'Role', { assumedBy: trustedService(this, 'states.amazonaws.com', source) });
    // CDK derives no grants from a definition that is text, so these are all of them.
    role.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: [...Object.values(arns), ...formerArns],
      }),
    );
    acknowledgeWildcards(role, [machineLogs, machineTraces]);
    if (revert !== undefined) {
      revert.grantStartExecution(role);
    }
    this.stateMachine = new StateMachine(this, 'Machine', {
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(definition.text),
      definitionSubstitutions: substitutions(definition, {
        ...arns,
        ...(revert === undefined
          ? {}
          : {
              RevertMachineArn: revert.stateMachineArn,
              StartExecution: startExecutionResource(Stack.of(this).partition),
            }),
      }),
      role,
      tracingEnabled: true,
      // Every event with its time, so that a cutover can be traced after Step Functions has deleted its
      // history. Without input and output, because a plan may have credentials in its headers.
      logs: {
        destination: new WorkflowLogs(this, 'Logs', { retention, removalPolicy, encryptionKey }),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
    });
    Validations.of(this.stateMachine).acknowledge(redundantRoleDependency);
    if (encryptionKey !== undefined) {
      this.encrypt(role, encryptionKey);
    }
  }

  /** Encrypts the definition, the inputs and the history. */
  private encrypt(role: Role, key: IKey): void {
    for (const statement of runMachine(this, key)) {
      role.addToPolicy(statement);
    }
    const machine = this.stateMachine.node.defaultChild as CfnStateMachine;
    machine.encryptionConfiguration = { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyId: key.keyArn };
  }
}
