import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { edgeModule } from '../../lib/user-split/edge-bundling';
import { esbuildOptions } from '../../lib/workflow/functions/bundling';
import { handlers } from './handlers';

/**
 * Writes the code of every function, one file in a folder of its own, and `hashes.json` with their SHA-256.
 * The same commit gives the same bytes.
 * @returns what each bundle contains
 */
export async function buildFunctions(folder: string): Promise<readonly Metafile[]> {
  const built = await Promise.all(
    handlers().map(async (handler) => {
      const { outputFiles, metafile } = await build(esbuildOptions(handler));
      const { contents } = outputFiles[0] as (typeof outputFiles)[number];
      write(join(folder, handler, 'index.js'), contents);
      return { handler, hash: createHash('sha256').update(contents).digest('hex'), metafile };
    }),
  );
  const hashes = Object.fromEntries(built.map(({ handler, hash }) => [handler, hash]));
  write(join(folder, 'hashes.json'), `${JSON.stringify(hashes, null, 2)}\n`);
  return built.map(({ metafile }) => metafile);
}

/** Writes the functions at the edge, which get their settings at synth. */
export function buildEdgeFunctions(folder: string): void {
  for (const name of ['viewer-request', 'viewer-response'] as const) {
    write(join(folder, `${name}.js`), edgeModule(name));
  }
}

function write(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
