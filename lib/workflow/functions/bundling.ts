import { join } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { PACKAGE_FOLDER } from '../../shared/package-folder';

/** The file of a handler. */
export function handlerFile(handler: string): string {
  return join(PACKAGE_FOLDER, 'lambdas/handlers', `${handler}.ts`);
}

/**
 * How esbuild bundles a function, into memory and with a metafile that lists the contents. The settings apply
 * to what a clone deploys, to what the package carries, and to what `npm run bench` measures.
 *
 * Nothing is external: AWS updates the SDK in Lambda's runtime, and the code that was tested must be the code
 * that runs. There is no source map: it would be larger than the code, and reading it would slow down every
 * cold start. Errors are identified by name and message.
 */
export function esbuildOptions(handler: string) {
  return {
    entryPoints: [handlerFile(handler)],
    absWorkingDir: PACKAGE_FOLDER,
    bundle: true,
    platform: 'node',
    minify: true,
    target: 'node24',
    // ES modules first: esbuild can remove unused code only from these.
    mainFields: ['module', 'main'],
    // Lambda passes credentials in environment variables. The code for all other sources would add more than
    // 100 kB: see the adapter.
    alias: {
      '@aws-sdk/credential-provider-node': join(PACKAGE_FOLDER, 'lambdas/adapters/shared/env-credentials.ts'),
    },
    metafile: true,
    write: false,
    outfile: 'index.js',
    logLevel: 'silent',
  } as const satisfies BuildOptions;
}
