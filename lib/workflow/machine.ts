import { type RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { roleNamedTwice } from '../shared/acknowledged';
import { type Definition, placeholderOf, substitutions } from './definition';
import type { TaskFunction } from './functions/task-function';
import { askAboutReverts } from './iam/execution-statements';
import { acknowledgeWildcards, machineLogs, machineTraces } from './iam/wildcards';
import type { TaskName } from './tasks';
import { WorkflowLogs } from './workflow-logs';

export interface MachineProps {
  readonly definition: Definition;
  readonly functions: Readonly<Record<TaskName, TaskFunction>>;
  /**
   * The machine that this one starts and asks about.
   * @default - none
   */
  readonly revert?: StateMachine;
  readonly logRetention: RetentionDays;
  /** What becomes of the log group when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
}

/** A state machine as its file has it, with a role that allows what the file does. */
export class Machine extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: MachineProps) {
    super(scope, id);
    const { definition, functions, revert, logRetention: retention, removalPolicy } = props;
    const invoked = definition.tasks.map(
      (task) => [placeholderOf(task), functions[task].lambda.functionArn] as const,
    );
    const arns = Object.fromEntries(invoked);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    // Nothing is derived from a definition that is text: these are all the grants there are.
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: Object.values(arns) }),
    );
    acknowledgeWildcards(role, [machineLogs, machineTraces]);
    if (revert !== undefined) {
      revert.grantStartExecution(role);
      const asking = askAboutReverts(revert);
      role.addToPolicy(asking);
      acknowledgeWildcards(role, [asking.wildcard]);
    }
    this.stateMachine = new StateMachine(this, 'Machine', {
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(definition.text),
      definitionSubstitutions: substitutions(definition, {
        ...arns,
        ...(revert === undefined ? {} : { RevertMachineArn: revert.stateMachineArn }),
      }),
      role,
      tracingEnabled: true,
      // Every step with its time, so that a cutover can be followed after its history is gone; without its data, because a
      // plan may carry credentials in its headers.
      logs: {
        destination: new WorkflowLogs(this, 'Logs', { retention, removalPolicy }),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
    });
    Validations.of(this.stateMachine).acknowledge(roleNamedTwice);
  }
}
