import * as v from 'valibot';
import { check } from '../../../lambdas/core/validation/problems';
import { type OutputName, outputKey, outputNames } from '../../ecs/service-outputs';
import { readDocument } from '../../shared/read-file';
import { UsageError } from '../../shared/usage-error';

/** Outputs of a stack by their keys. */
export type Outputs = Readonly<Record<string, string>>;

const file = v.record(v.string(), v.record(v.string(), v.string()));

/**
 * The outputs of a stack in a file of `cdk deploy --outputs-file`.
 * @param stack needed only when the file has several
 * @throws UsageError when it is no such file, or has no such stack
 */
export function outputsInFile(path: string, stack: string | undefined): { stack: string; outputs: Outputs } {
  const checked = check(file, readDocument(path, 'outputs file'));
  if (!checked.ok) {
    throw new UsageError(
      `${path} holds no outputs of stacks; must be what cdk deploy --outputs-file wrote`,
      checked.problems,
    );
  }
  const names = Object.keys(checked.value);
  const [only] = names;
  const name = stack ?? (names.length === 1 ? only : undefined);
  if (name === undefined) {
    throw new UsageError(
      names.length === 0
        ? `${path} has no stack in it; must be what cdk deploy --outputs-file wrote`
        : `${path} has ${names.length} stacks; name one with --stack: ${names.join(', ')}`,
    );
  }
  const outputs = Object.hasOwn(checked.value, name) ? checked.value[name] : undefined;
  if (outputs === undefined) {
    throw new UsageError(`${path} has no stack "${name}"; it has: ${names.join(', ')}`);
  }
  return { stack: name, outputs };
}

/** Reads one output of a service. */
export type OutputReader = (name: OutputName) => string;

/**
 * Finds the one service that CodeDeploy deploys among a stack's outputs, or the one that is named.
 * @throws UsageError when there is none, more than one, or not that one; the reader throws it for an output that is missing
 */
export function serviceIn(stack: string, outputs: Outputs, service: string | undefined): OutputReader {
  const id = service ?? onlyService(stack, servicesIn(outputs));
  return (name) => {
    const key = outputKey(id, name);
    const value = Object.hasOwn(outputs, key) ? outputs[key] : undefined;
    if (value !== undefined && value !== '') {
      return value;
    }
    const known = Object.keys(outputs).join(', ');
    const hint =
      name === 'application'
        ? 'CodeDeploy deploys no such service here; one that ECS deploys itself needs no AppSpec, deploy its stack'
        : 'deploy the stack again with this version of EcsBlueGreenService';
    throw new UsageError(`the stack "${stack}" has no output ${key} (it has: ${known || 'none'}); ${hint}`);
  };
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
      ? `the stack "${stack}" has no EcsBlueGreenService: no output ends in ${outputNames.application}; one that ECS deploys itself needs no AppSpec, deploy its stack`
      : `the stack "${stack}" has ${services.length} services; name one with --service: ${services.join(', ')}`,
  );
}
