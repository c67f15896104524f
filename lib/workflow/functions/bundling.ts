import { join } from 'node:path';
import { type BundlingOptions, LogLevel } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { BuildOptions } from 'esbuild';

const root = join(__dirname, '../../..');

/** How every function is bundled. What CDK deploys and what is measured both come from here. */
const target = 'node24';
/** ES modules first: only those can be stripped of what is not used. */
const mainFields = ['module', 'main'];
/** See the adapter: Lambda hands credentials over in the environment, and the other sources weigh more than 100 kB. */
const alias = {
  '@aws-sdk/credential-provider-node': join(root, 'lambdas/adapters/shared/env-credentials.ts'),
};

/** The file of a handler. */
export function handlerFile(handler: string): string {
  return join(root, 'lambdas/handlers', `${handler}.ts`);
}

/**
 * Bundling for `NodejsFunction`, with the esbuild of the project and so without Docker.
 *
 * Nothing is external: the SDK in Lambda's runtime changes by itself, and what was tested is to be what runs. No source map: it
 * would weigh more than the code, and reading it slows every cold start; errors are told by name and message.
 */
export const functionBundling: BundlingOptions = {
  minify: true,
  target,
  mainFields,
  externalModules: [],
  sourceMap: false,
  logLevel: LogLevel.WARNING,
  esbuildArgs: Object.fromEntries(Object.entries(alias).map(([from, to]) => [`--alias:${from}`, to])),
};

/** The same for esbuild's own API, into memory, with the metafile that tells what is inside. */
export function esbuildOptions(handler: string) {
  return {
    entryPoints: [handlerFile(handler)],
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    minify: true,
    target,
    mainFields,
    alias,
    metafile: true,
    write: false,
    outfile: 'index.js',
  } as const satisfies BuildOptions;
}
