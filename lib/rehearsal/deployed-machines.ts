import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_FOLDER } from '../shared/package-folder';
import { startExecutionResource } from '../workflow/definition';
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
  loaded ??= load();
  return loaded;
}

function load(): ReadonlyMap<string, AslMachine> {
  const functions = Object.keys(tasks).map((name) => [`${name}Arn`, `${FUNCTION}${name}`]);
  const substitutions = {
    ...Object.fromEntries(functions),
    RevertMachineArn: REVERT_ARN,
    StartExecution: startExecutionResource('aws'),
  };
  const read = (file: string) =>
    loadMachine(readFileSync(join(PACKAGE_FOLDER, 'statemachine', file), 'utf8'), substitutions);
  return new Map([
    [FORWARD_ARN, read('cutover.asl.json')],
    [REVERT_ARN, read('revert.asl.json')],
  ]);
}

/** The task whose function has this ARN. */
export function taskNameOf(functionArn: string): TaskName {
  return functionArn.slice(FUNCTION.length) as TaskName;
}
