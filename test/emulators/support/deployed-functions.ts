import { type TaskName, tasks } from '../../../lib/workflow/tasks';
import type { Assembly } from './assembly';
import type { LambdaFunction } from './lambda-process';

interface Properties {
  readonly Code: { readonly S3Key: string };
  readonly Handler: string;
  readonly Timeout: number;
  readonly MemorySize: number;
  readonly Environment?: { readonly Variables: Readonly<Record<string, unknown>> };
}

/**
 * The functions of the Tasks, as an assembly defines them.
 * @param physical names of the resources that their environment variables refer to, by the start of the
 * logical ids
 */
export function deployedFunctions(
  { template, bundles }: Assembly,
  physical: Readonly<Record<string, string>>,
): Record<TaskName, LambdaFunction> {
  const resources = Object.entries(template.Resources);
  const functionOf = (task: string): LambdaFunction => {
    const found = resources.filter(
      ([id, { Type }]) => Type === 'AWS::Lambda::Function' && id.startsWith(`Workflow${task}Function`),
    );
    const [[name, { Properties }] = missing(task), ...others] = found;
    const { Code, Handler, Timeout, MemorySize, Environment } = Properties as unknown as Properties;
    const file = bundles.get(Code.S3Key);
    if (others.length > 0 || file === undefined || Handler !== 'index.handler') {
      throw new Error(`${task} is not one function with the handler index.handler in a bundle`);
    }
    const variables = Object.entries(Environment?.Variables ?? {}).map(([key, value]) => [
      key,
      resolve(value, physical),
    ]);
    return {
      ...{ name, file, timeoutSeconds: Timeout, memoryMegabytes: MemorySize },
      variables: Object.fromEntries(variables),
    };
  };
  const made = Object.keys(tasks).map((task) => [task, functionOf(task)]);
  return Object.fromEntries(made) as Record<TaskName, LambdaFunction>;
}

function resolve(value: unknown, physical: Readonly<Record<string, string>>): string {
  if (typeof value === 'string') {
    return value;
  }
  const { Ref } = value as { readonly Ref?: string };
  const known = Object.entries(physical).find(([start]) => Ref?.startsWith(start));
  return known?.[1] ?? missing(JSON.stringify(value));
}

function missing(what: string): never {
  throw new Error(`the assembly has no resource for ${what}`);
}
