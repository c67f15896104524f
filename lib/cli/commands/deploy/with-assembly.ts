import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeploymentFile } from '../../../deployment/deployment-file';
import type { SynthesisOptions, Synthesize, SynthesizedStack } from '../../../deployment/synthesize';

/** What is synthesized, and where warnings go. */
export interface Synthesis extends Omit<SynthesisOptions, 'outdir'> {
  readonly deployment: DeploymentFile;
  readonly progress: (line: string) => void;
}

/** Synthesizes into a folder that is removed when `use` has ended, however it ends. */
export async function withAssembly<T>(
  synthesize: Synthesize,
  { deployment, progress, ...options }: Synthesis,
  use: (stack: SynthesizedStack) => Promise<T>,
): Promise<T> {
  const outdir = await mkdtemp(join(tmpdir(), 'cutover-deploy-'));
  try {
    const stack = await synthesize(deployment, { ...options, outdir });
    for (const warning of stack.warnings) {
      progress(`Warning: ${warning}`);
    }
    return await use(stack);
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}
