import * as v from 'valibot';
import { check } from '../../../lambdas/core/validation/problems';
import { type OutputName, outputKey, outputNames } from '../../ecs/service-outputs';
import { readDocument } from '../../shared/read-file';
import { UsageError } from '../../shared/usage-error';

/** The outputs of a stack by key. */
export type Outputs = Readonly<Record<string, string>>;

const file = v.record(v.string(), v.record(v.string(), v.string()));

/**
 * Reads the outputs of a stack from a file that `cdk deploy --outputs-file` has written.
 * @param stack required only if the file has several stacks
 * @throws UsageError when the file is not valid or does not have the stack
 */
export function outputsInFile(path: string, stack: string | undefined): { stack: string; outputs: Outputs } {
  const checked = check(file, readDocument(path, 'outputs file'));
  if (!checked.ok) {
    throw new UsageError(
      `${path} is not a valid outputs file; must be a file written by cdk deploy --outputs-file`,
      checked.problems,
    );
  }
  const names = Object.keys(checked.value);
  const [only] = names;
  const name = stack ?? (names.length === 1 ? only : undefined);
  if (name === undefined) {
    throw new UsageError(
      names.length === 0
        ? `${path} has no stack; must be a file written by cdk deploy --outputs-file`
        : `${path} has ${names.length} stacks; select one with --stack: ${names.join(', ')}`,
    );
  }
  const outputs = Object.hasOwn(checked.value, name) ? checked.value[name] : undefined;
  if (outputs === undefined) {
    throw new UsageError(`${path} has no stack "${name}"; stacks: ${names.join(', ')}`);
  }
  return { stack: name, outputs };
}

/** The outputs of one service. */
export interface ServiceOutputs {
  /** Reads an output. */
  readonly read: (name: OutputName) => string;
  /**
   * The ARN of a task definition.
   * @param given an ARN, which is returned as it is; the id of one that was added; undefined: the service's
   */
  readonly taskDefinition: (given: string | undefined) => string;
}

/**
 * Finds the service that CodeDeploy deploys in the outputs of a stack: the only one, or the one that is
 * named.
 * @throws UsageError when there is none or more than one; both readers throw it for a missing output
 */
export function serviceIn(stack: string, outputs: Outputs, service: string | undefined): ServiceOutputs {
  const id = service ?? onlyService(stack, servicesIn(outputs));
  const outputAt = (key: string) => (Object.hasOwn(outputs, key) ? outputs[key] : undefined) || undefined;
  const read = (name: OutputName) => {
    const key = outputKey(id, name);
    const value = outputAt(key);
    if (value !== undefined) {
      return value;
    }
    const known = Object.keys(outputs).join(', ');
    const hint =
      name === 'application'
        ? 'CodeDeploy does not deploy such a service; a service that ECS deploys needs no AppSpec:' +
          ' deploy its stack'
        : 'deploy the stack again with this version of EcsBlueGreenService';
    throw new UsageError(`the stack "${stack}" has no output ${key} (outputs: ${known || 'none'}); ${hint}`);
  };
  const taskDefinition = (given: string | undefined) => {
    if (given === undefined) {
      return read('taskDefinition');
    }
    const arn = given.includes(':') ? given : outputAt(outputKey(`${id}${given}`, 'taskDefinition'));
    if (arn !== undefined) {
      return arn;
    }
    const added = addedIn(outputs, outputKey(id, 'taskDefinition'));
    throw new UsageError(
      `the task definition is "${given}"; must be an ARN with its revision, such as` +
        ' arn:aws:ecs:eu-west-1:111122223333:task-definition/web:7, or the id of one that the stack has' +
        ` added (${added.join(', ') || 'none'})`,
    );
  };
  return { read, taskDefinition };
}

/** The ids of the task definitions that were added to a service, by the key of the service's own. */
function addedIn(outputs: Outputs, own: string): string[] {
  const start = own.slice(0, -outputNames.taskDefinition.length);
  return Object.keys(outputs)
    .filter((key) => key !== own && key.startsWith(start) && key.endsWith(outputNames.taskDefinition))
    .map((key) => key.slice(start.length, -outputNames.taskDefinition.length));
}

function servicesIn(outputs: Outputs): string[] {
  const suffix = outputNames.application;
  return Object.keys(outputs).flatMap((key) => (key.endsWith(suffix) ? key.slice(0, -suffix.length) : []));
}

function onlyService(stack: string, services: readonly string[]): string {
  const [only] = services;
  if (only !== undefined && services.length === 1) {
    return only;
  }
  throw new UsageError(
    only === undefined
      ? `the stack "${stack}" has no EcsBlueGreenService: no output ends in ${outputNames.application};` +
          ' a service that ECS deploys needs no AppSpec: deploy its stack'
      : `the stack "${stack}" has ${services.length} services; select one with --service:` +
          ` ${services.join(', ')}`,
  );
}
