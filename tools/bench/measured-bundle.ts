import { build } from 'esbuild';
import { esbuildOptions } from '../../lib/workflow/functions/bundling';

/** A function's code as it is deployed, and what is in it. */
export interface MeasuredBundle {
  readonly handler: string;
  readonly code: string;
  readonly bytes: number;
  /** npm packages of which at least one byte is left. */
  readonly packages: readonly string[];
}

const HEAVY_LIMIT_BYTES = 700_000;
/** With the shapes of CodeDeploy's many operations, of which its client carries all. */
const MIDDLE_LIMIT_BYTES = 400_000;
const LIGHT_LIMIT_BYTES = 350_000;
/** The two packages that alone weigh more than everything else together. */
const HEAVY_PACKAGES = ['undici', '@aws-sdk/client-route-53'];

/** Bundles a handler in memory. */
export async function measureBundle(handler: string): Promise<MeasuredBundle> {
  const { outputFiles, metafile } = await build(esbuildOptions(handler));
  const [file] = outputFiles;
  if (file === undefined) {
    throw new Error(`esbuild gave no file for ${handler}`);
  }
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const found = inputs.flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? packageOf(path) : []));
  const packages = [...new Set(found)].sort();
  return { handler, code: file.text, bytes: file.contents.byteLength, packages };
}

/** The most that a bundle may weigh: 700 kB with undici or Route 53 in it, 400 kB with CodeDeploy, 350 kB without. */
export function limitOf({ packages }: Pick<MeasuredBundle, 'packages'>): number {
  if (packages.some((name) => HEAVY_PACKAGES.includes(name))) {
    return HEAVY_LIMIT_BYTES;
  }
  return packages.includes('@aws-sdk/client-codedeploy') ? MIDDLE_LIMIT_BYTES : LIGHT_LIMIT_BYTES;
}

/** `node_modules/@aws-sdk/core/dist/index.js` is in `@aws-sdk/core`; the innermost one counts. */
function packageOf(path: string): string[] {
  const inside = path.split('node_modules/').slice(1).at(-1);
  const name = inside?.match(/^(@[^/]+\/)?[^/]+/)?.[0];
  return name === undefined ? [] : [name];
}
