import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { EdgeConfig } from '../../lambdas/edge/config';

/** The two functions of a distribution. */
export type EdgeFunctionName = 'viewer-request' | 'viewer-response';

/** What CloudFront takes of a function, in bytes; it says 10 KB. */
export const EDGE_CODE_LIMIT = 10_000;

/** What the runtime 2.0 knows beyond ECMAScript 5.1 (functions-javascript-runtime-20.html), and what our code uses of it. */
const known = {
  arrow: true,
  'async-await': true,
  'const-and-let': true,
  'template-literal': true,
};

/**
 * The code of a function as it is deployed, its settings in it. Everything newer than the runtime is written out in older words, or the
 * bundler refuses it by name.
 *
 * Only white space is taken out: shorter syntax would put an `await` among arguments, which the runtime does not take.
 * @throws Error when it is larger than CloudFront takes, or cannot be said in the runtime's words
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
    supported: known,
    minifyWhitespace: true,
    legalComments: 'none',
    write: false,
    logLevel: 'silent',
  });
  const code = asFunction(outputFiles[0]?.text ?? '');
  const bytes = Buffer.byteLength(code);
  if (bytes > EDGE_CODE_LIMIT) {
    throw new Error(
      `the ${name} function is ${bytes} bytes, more than the ${EDGE_CODE_LIMIT} that CloudFront takes; name fewer patterns`,
    );
  }
  return code;
}

/** CloudFront calls the function that is named handler, knows no exports, and wants its own module on the first line. */
function asFunction(module: string): string {
  const imported = 'import cf from"cloudfront";';
  const body = module.replace(/export\{handler\};\s*$/, '');
  return body.includes(imported) ? `${imported}\n${body.replace(imported, '')}` : body;
}
