import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { PACKAGE_FOLDER } from '../shared/package-folder';

/** The two functions of a distribution. */
export type EdgeFunctionName = 'viewer-request' | 'viewer-response';

/**
 * The features beyond ECMAScript 5.1 that the code uses and runtime 2.0 supports.
 * Source: Amazon CloudFront Developer Guide, "JavaScript runtime 2.0 features for CloudFront Functions".
 */
const supported = {
  arrow: true,
  'async-await': true,
  'const-and-let': true,
  'template-literal': true,
};

/**
 * A function in one module, which reads its settings from the global `CUTOVER_EDGE`. esbuild translates
 * syntax that the runtime does not support, and fails on syntax that it cannot translate.
 *
 * Only whitespace is minified: minified syntax could put an `await` into the arguments of a call, which the
 * runtime does not support.
 * @throws Error when it cannot be translated for the runtime
 */
export function edgeModule(name: EdgeFunctionName): string {
  const folder = join(PACKAGE_FOLDER, 'lambdas/edge');
  const { outputFiles } = buildSync({
    entryPoints: [join(folder, `${name}.ts`)],
    absWorkingDir: folder,
    bundle: true,
    format: 'esm',
    external: ['cloudfront'],
    target: 'es5',
    supported,
    minifyWhitespace: true,
    legalComments: 'none',
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}
