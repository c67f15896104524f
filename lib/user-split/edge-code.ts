import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { EdgeConfig } from '../../lambdas/edge/config';

/** The two functions of a distribution. */
export type EdgeFunctionName = 'viewer-request' | 'viewer-response';

/** The maximum size of a CloudFront function, in bytes. The documentation says 10 KB. */
export const EDGE_CODE_LIMIT = 10_000;

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
 * The code of a function as it is deployed, including its settings. esbuild translates syntax that the
 * runtime does not support, and fails on syntax that it cannot translate.
 *
 * Only whitespace is minified: minified syntax could put an `await` into the arguments of a call, which the
 * runtime does not support.
 * @throws Error when the code is larger than `EDGE_CODE_LIMIT`, or cannot be translated for the runtime
 */
export function edgeCode(name: EdgeFunctionName, config: EdgeConfig): string {
  const folder = join(__dirname, '../../lambdas/edge');
  const { outputFiles } = buildSync({
    entryPoints: [join(folder, `${name}.ts`)],
    absWorkingDir: folder,
    bundle: true,
    format: 'esm',
    external: ['cloudfront'],
    define: { CUTOVER_EDGE: JSON.stringify(config) },
    target: 'es5',
    supported,
    minifyWhitespace: true,
    legalComments: 'none',
    write: false,
    logLevel: 'silent',
  });
  const code = asFunction(outputFiles[0]?.text ?? '');
  const bytes = Buffer.byteLength(code);
  if (bytes > EDGE_CODE_LIMIT) {
    throw new Error(
      `the ${name} function has ${bytes} bytes, and CloudFront allows at most ${EDGE_CODE_LIMIT}; name ` +
        'fewer patterns',
    );
  }
  return code;
}

/**
 * CloudFront calls the function named `handler`, does not support exports, and requires the import of its
 * module on the first line.
 */
function asFunction(module: string): string {
  const imported = 'import cf from"cloudfront";';
  const body = module.replace(/export\{handler\};\s*$/, '');
  return body.includes(imported) ? `${imported}\n${body.replace(imported, '')}` : body;
}
