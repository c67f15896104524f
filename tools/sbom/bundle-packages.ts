import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureBundle } from '../bench/measured-bundle';
import { handlers } from '../package/handlers';

const ROOT = join(__dirname, '../..');

/** A package in the bundles, in one version. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** Handlers whose bundle contains at least one byte of it, sorted. */
  readonly handlers: readonly string[];
}

/**
 * The packages of which a deployed function contains at least one byte, as esbuild says. Every handler is
 * bundled as it is deployed; the functions at the edge import no package.
 */
export async function bundledPackages(): Promise<readonly BundledPackage[]> {
  const found = new Map<string, BundledPackage>();
  const bundles = await Promise.all(handlers().map(measureBundle));
  for (const { handler, packageFolders } of bundles) {
    for (const folder of packageFolders) {
      const { name, version } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
      const one: BundledPackage = found.get(`${name}@${version}`) ?? { name, version, handlers: [] };
      // A version may lie in two folders.
      const isKnown = one.handlers.includes(handler);
      found.set(`${name}@${version}`, isKnown ? one : { ...one, handlers: [...one.handlers, handler] });
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
