import { readDefinition, startExecutionResource } from '../workflow/definition';
import { type TaskName, tasks } from '../workflow/tasks';
import { type AslMachine, loadMachine } from './asl/machine';

const REGION = 'us-east-1:000000000000';
/** ARN of the revert machine in a rehearsal. */
export const REVERT_ARN = `arn:aws:states:${REGION}:stateMachine:cutover-revert`;
const FUNCTION = `arn:aws:lambda:${REGION}:function:`;

/** ARN of the forward machine in a rehearsal. */
export const FORWARD_ARN = `arn:aws:states:${REGION}:stateMachine:cutover`;

let loaded: ReadonlyMap<string, AslMachine> | undefined;

/** The deployed state machines by ARN, with the rehearsal's ARNs substituted. */
export function deployedMachines(): ReadonlyMap<string, AslMachine> {
  loaded ??= loadDefinitions({
    cutover: readDefinition('cutover').text,
    revert: readDefinition('revert').text,
  });
  return loaded;
}

/**
 * State machines by ARN from the text of their files, such as those of an earlier release.
 * @throws Error for a Task that this code does not have
 * @throws ValidationError for what the interpreter does not support
 */
export function loadDefinitions({
  cutover,
  revert,
}: Readonly<Record<'cutover' | 'revert', string>>): ReadonlyMap<string, AslMachine> {
  const functions = Object.keys(tasks).map((name) => [`${name}Arn`, `${FUNCTION}${name}`]);
  const substitutions = {
    ...Object.fromEntries(functions),
    RevertMachineArn: REVERT_ARN,
    StartExecution: startExecutionResource('aws'),
  };
  return new Map([
    [FORWARD_ARN, loadMachine(cutover, substitutions)],
    [REVERT_ARN, loadMachine(revert, substitutions)],
  ]);
}

/** The task whose function has this ARN. */
export function taskNameOf(functionArn: string): TaskName {
  return functionArn.slice(FUNCTION.length) as TaskName;
}
