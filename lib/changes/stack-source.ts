import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { UsageError } from '../shared/usage-error';
import { readTemplate, type Template } from './template';

/** A stack as a cloud assembly has it, or a template by itself. */
export interface SourceStack {
  /** The stack's own name; null for a template by itself. */
  readonly name: string | null;
  /** `111122223333/eu-west-1`; null where it is not known. */
  readonly environment: string | null;
  readonly template: Template;
  readonly tags: Readonly<Record<string, string>>;
  /** Parameters that the assembly gives when it is deployed. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** The stacks of a template file, or of the directory of a cloud assembly, those of its stages included. */
export function readStacks(path: string): SourceStack[] {
  if (!existsSync(path)) {
    throw new UsageError(`cannot read ${path}: there is no such file or directory`);
  }
  return statSync(path).isDirectory()
    ? assemblyStacks(path)
    : [{ name: null, environment: null, template: readTemplate(path), tags: {}, parameters: {} }];
}

function assemblyStacks(directory: string): SourceStack[] {
  if (!existsSync(join(directory, 'manifest.json'))) {
    throw new UsageError(
      `${directory} is no cloud assembly: it has no manifest.json; give the output directory of cdk synth (cdk.out)`,
    );
  }
  return loadAssembly(directory).map(({ stackName, environment, templateFullPath, tags, parameters }) => ({
    name: stackName,
    environment: [environment.account, environment.region].some((one) => one.startsWith('unknown-'))
      ? null
      : `${environment.account}/${environment.region}`,
    template: readTemplate(templateFullPath, true),
    tags,
    parameters,
  }));
}

function loadAssembly(directory: string): CloudAssembly['stacksRecursively'] {
  try {
    return new CloudAssembly(directory).stacksRecursively;
  } catch (error) {
    throw new UsageError(
      `${directory} is no cloud assembly that can be read: ${(error as Error).message}; synthesize it anew (cdk synth)`,
    );
  }
}
