import { build } from 'esbuild';
import { esbuildOptions } from '../../lib/workflow/functions/bundling';

/** The code of a function as it is deployed, with its size and packages. */
export interface MeasuredBundle {
  readonly handler: string;
  readonly code: string;
  readonly bytes: number;
  /** The npm packages of which the bundle contains at least one byte. */
  readonly packages: readonly string[];
  /** Whether it has the rules of plans. */
  readonly checksPlans: boolean;
  /** Where they lie, from the root: a package may be there in several versions. */
  readonly packageFolders: readonly string[];
}

const HEAVY_LIMIT_BYTES = 700_000;
/** What clients add that only a few of these functions have, for what they read beside the route. */
const ADDED_BYTES: Readonly<Record<string, number>> = {
  '@aws-sdk/client-auto-scaling': 50_000,
  '@aws-sdk/client-ssm': 80_000,
};
/**
 * For the smoke test, which sends requests and reads the secrets for them. It runs once in a cutover, for
 * seconds, so that its cold start does not matter.
 */
const SENDER_LIMIT_BYTES = 1_000_000;
/**
 * For functions with the client of CodeDeploy or of Lambda, which always contain the schemas of all their
 * operations, and for those that check plans and use the ledger.
 */
const MIDDLE_LIMIT_BYTES = 460_000;
const MIDDLE_PACKAGES = ['@aws-sdk/client-codedeploy', '@aws-sdk/client-lambda'];
const LIGHT_LIMIT_BYTES = 350_000;
/** Two packages, each larger than everything else in a bundle together. */
const HEAVY_PACKAGES = ['undici', '@aws-sdk/client-route-53'];

/** Bundles a handler in memory. */
export async function measureBundle(handler: string): Promise<MeasuredBundle> {
  const { outputFiles, metafile } = await build(esbuildOptions(handler));
  const [file] = outputFiles;
  if (file === undefined) {
    throw new Error(`esbuild gave no file for ${handler}`);
  }
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const found = inputs.flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? folderOf(path) : []));
  const packageFolders = [...new Set(found)].sort();
  const packages = [...new Set(packageFolders.map(nameIn))].sort();
  const checksPlans = inputs.some(([path]) => path.endsWith('core/plan/plan-checks.ts'));
  const { contents, text } = file;
  return { handler, code: text, bytes: contents.byteLength, packages, packageFolders, checksPlans };
}

/**
 * The size limit of a bundle: 1 MB with undici and the clients for secrets, 700 kB with undici or the Route
 * 53 client, and what some other clients add; 460 kB with the client of CodeDeploy or of Lambda or the
 * rules of plans, else 350 kB.
 */
export function limitOf(bundle: Pick<MeasuredBundle, 'packages' | 'checksPlans'>): number {
  const { packages, checksPlans } = bundle;
  if (['undici', '@aws-sdk/client-secrets-manager'].every((name) => packages.includes(name))) {
    return SENDER_LIMIT_BYTES;
  }
  if (packages.some((name) => HEAVY_PACKAGES.includes(name))) {
    return packages.reduce((sum, name) => sum + (ADDED_BYTES[name] ?? 0), HEAVY_LIMIT_BYTES);
  }
  return checksPlans || packages.some((name) => MIDDLE_PACKAGES.includes(name))
    ? MIDDLE_LIMIT_BYTES
    : LIGHT_LIMIT_BYTES;
}

/**
 * The folder of the package that a file belongs to: `node_modules/@aws-sdk/core/dist/index.js` belongs to
 * `node_modules/@aws-sdk/core`. The innermost `node_modules` counts.
 */
function folderOf(path: string): string[] {
  const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
  return folder === undefined ? [] : [folder];
}

function nameIn(folder: string): string {
  return folder.split('node_modules/').at(-1) ?? '';
}
