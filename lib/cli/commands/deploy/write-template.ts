import { createHash } from 'node:crypto';
import { DEFAULT_STACK_NAME } from '../../../deployment/deployment-file';
import { ASSETS_BUCKET, ASSETS_PREFIX } from '../../../deployment/template-files';
import { readDeployment } from '../../input/read-deployment';
import { nextSteps, printTemplateWritten } from '../../output/deploy-template-text';
import type { Terminal } from '../../output/terminal';
import { checkNewFolder, writeFolder } from '../../output/write-folder';
import type { DeployDependencies } from './deploy';
import { withAssembly } from './with-assembly';

/** The options of `cutover deploy --template`. */
export interface TemplateOptions {
  readonly config: string;
  /** The folder to write. */
  readonly template: string;
  readonly json?: boolean;
}

/**
 * Writes the template of a deployment, and the code of its functions, into a folder. Asks AWS for nothing.
 * @throws UsageError for an invalid file, a missing package, or a folder that is there already
 * @throws WriteError when the folder cannot be written
 */
export async function writeTemplateCommand(
  { config, template: folder, json = false }: TemplateOptions,
  terminal: Terminal,
  { synthesize, requirePeers }: Pick<DeployDependencies, 'synthesize' | 'requirePeers'>,
): Promise<void> {
  const deployment = readDeployment(config);
  checkNewFolder(folder);
  await requirePeers(false);
  const progress = (line: string) => terminal.err(`${line}\n`);
  const synthesis = { deployment, progress, file: config, assets: 'parameters' } as const;
  const files = await withAssembly(synthesize, synthesis, async (stack) => stack.files());
  writeFolder(folder, files);
  const next = nextSteps(folder, deployment);
  const { stackName = DEFAULT_STACK_NAME } = deployment;
  const document = {
    folder,
    stackName,
    parameters: [ASSETS_BUCKET, ASSETS_PREFIX],
    files: files.map(({ path, content }) => ({ path, sha256: hashOf(content) })),
    next,
  };
  terminal.out(
    json
      ? `${JSON.stringify(document, null, 2)}\n`
      : printTemplateWritten(folder, files.length - 1, next, terminal.columns),
  );
}

function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
