import { join } from 'node:path';
import { type BundlingOptions, LogLevel } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { BuildOptions } from 'esbuild';

const root = join(__dirname, '../../..');

/** These settings apply both to what CDK deploys and to what `npm run bench` measures. */
const target = 'node24';
/** ES modules first: esbuild can remove unused code only from these. */
const mainFields = ['module', 'main'];
/**
 * Lambda passes credentials in environment variables. The code for all other sources would add more than
 * 100 kB: see the adapter.
 */
const alias = {
  '@aws-sdk/credential-provider-node': join(root, 'lambdas/adapters/shared/env-credentials.ts'),
};

/** The file of a handler. */
export function handlerFile(handler: string): string {
  return join(root, 'lambdas/handlers', `${handler}.ts`);
}

/**
 * Bundling for `NodejsFunction`, with the project's own esbuild and therefore without Docker.
 *
 * Nothing is external: AWS updates the SDK in Lambda's runtime, and the code that was tested must be the code
 * that runs. There is no source map: it would be larger than the code, and reading it would slow down every
 * cold start. Errors are identified by name and message.
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

/** The same for the API of esbuild: it bundles into memory, with a metafile that lists the contents. */
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
