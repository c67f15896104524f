import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { STANDARD_INPUT } from '../shared/files/file-bytes';
import { UsageError } from '../shared/usage-error';
import { readTemplate, type Template } from './template';

/** A stack of a cloud assembly, or a single template. */
export interface SourceStack {
  /** The name of the stack; null for a single template. */
  readonly name: string | null;
  /** Account and Region, such as `111122223333/eu-west-1`; null if not known. */
  readonly environment: string | null;
  readonly template: Template;
  readonly tags: Readonly<Record<string, string>>;
  /** Parameters that the cloud assembly sets at the deployment. */
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * The stacks of a template file, or of the directory of a cloud assembly, including those of its stages.
 * @throws UsageError when it cannot be read or is neither
 */
export function readStacks(path: string): SourceStack[] {
  const isInput = path === STANDARD_INPUT;
  if (!isInput && !existsSync(path)) {
    throw new UsageError(`cannot read ${path}: there is no such file or directory`);
  }
  return !isInput && statSync(path).isDirectory()
    ? assemblyStacks(path)
    : [{ name: null, environment: null, template: readTemplate(path), tags: {}, parameters: {} }];
}

function assemblyStacks(directory: string): SourceStack[] {
  if (!existsSync(join(directory, 'manifest.json'))) {
    throw new UsageError(
      `${directory} is not a cloud assembly: it has no manifest.json;` +
        ' use the output directory of cdk synth (cdk.out)',
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

/** Templates are compared without CDK, which takes a while to load. */
const loadCdk = () => require('aws-cdk-lib/cx-api') as typeof import('aws-cdk-lib/cx-api');

function loadAssembly(directory: string): CloudAssembly['stacksRecursively'] {
  try {
    const { CloudAssembly: Assembly } = loadCdk();
    return new Assembly(directory).stacksRecursively;
  } catch (error) {
    throw new UsageError(
      `cannot read the cloud assembly ${directory}: ${(error as Error).message};` +
        ' synthesize it again (cdk synth)',
    );
  }
}
