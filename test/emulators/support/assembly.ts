import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { STAND_IN_ADDRESS } from './https-path';
import type { LiveRoute } from './live-route';

const ROOT = join(__dirname, '../../..');
const LIMIT_MS = 180_000;

/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** What `cdk synth` makes of the app. */
export interface Assembly {
  readonly template: {
    readonly Resources: Readonly<Record<string, Resource>>;
    readonly Outputs: Readonly<Record<string, unknown>>;
  };
  /** The bundle file of each function, by its object key in the bucket of assets. */
  readonly bundles: ReadonlyMap<string, string>;
  remove(): Promise<void>;
}

interface AssetFile {
  readonly source: { readonly path: string; readonly packaging: string };
  readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
}

/** Runs before a bundle: a TLS connection to the stand-in address goes to the loopback address. */
const TO_LOOPBACK = `(() => {
  const tls = require('node:tls');
  const { connect } = tls;
  tls.connect = (place) => connect({
    ...place, host: place.host === '${STAND_IN_ADDRESS}' ? '127.0.0.1' : place.host,
  });
})();
`;

/**
 * Synthesizes the app for these routes into a folder of its own. Smoke tests may call `gw-*.example.com`, and
 * may connect to the stand-in address at the port of the new path.
 */
export async function synthesize(routes: readonly LiveRoute[], port: number): Promise<Assembly> {
  const folder = await mkdtemp(join(tmpdir(), 'cutover-assembly-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const { context } = JSON.parse(await readFile(join(ROOT, 'cdk.json'), 'utf8'));
    const ours = {
      'cutover:routes': routes.map(({ hostedZoneId, zoneName, recordName }) => ({
        ...{ hostedZoneId, zoneName, recordNames: [recordName] },
      })),
      'cutover:allowedHosts': ['gw-*.example.com'],
      'cutover:allowedPrivateNetworks': [{ cidr: STAND_IN_ADDRESS, ports: [port] }],
    };
    // The CDK command line starts an app with these two variables.
    const env = {
      ...process.env,
      CDK_OUTDIR: folder,
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...ours }),
    };
    const args = ['--import', 'tsx', 'bin/app.ts'];
    await promisify(execFile)(process.execPath, args, { cwd: ROOT, env, timeout: LIMIT_MS });
    const read = async (file: string) => JSON.parse(await readFile(join(folder, file), 'utf8'));
    const { files } = (await read('Cutover.assets.json')) as { files: Readonly<Record<string, AssetFile>> };
    const bundles = Object.values(files).flatMap(({ source, destinations }) =>
      source.packaging === 'zip'
        ? Object.values(destinations).map(
            ({ objectKey }) => [objectKey, join(folder, source.path, 'index.js')] as const,
          )
        : [],
    );
    for (const [, file] of bundles) {
      await writeFile(file, TO_LOOPBACK + (await readFile(file, 'utf8')));
    }
    return { template: await read('Cutover.template.json'), bundles: new Map(bundles), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
