import type { EdgeConfig } from '../../lambdas/edge/config';
import type { EdgeFunctionName } from './edge-bundling';
import { edgeModule } from './edge-source';

export type { EdgeFunctionName } from './edge-bundling';

/** The maximum size of a CloudFront function, in bytes. The documentation says 10 KB. */
export const EDGE_CODE_LIMIT = 10_000;

/**
 * The code of a function as it is deployed, including its settings.
 * @throws Error when the code is larger than `EDGE_CODE_LIMIT`, or cannot be translated for the runtime
 */
export function edgeCode(name: EdgeFunctionName, config: EdgeConfig): string {
  const code = asFunction(edgeModule(name), config);
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
function asFunction(module: string, config: EdgeConfig): string {
  const imported = 'import cf from"cloudfront";';
  const body = module.replace(/export\{handler\};\s*$/, '');
  const settings = `var CUTOVER_EDGE=${literal(config)};`;
  return body.includes(imported)
    ? `${imported}\n${settings}${body.replace(imported, '')}`
    : `${settings}${body}`;
}

/** JSON as a literal of ECMAScript 5.1, in which these two end a line. */
function literal(config: EdgeConfig): string {
  return JSON.stringify(config).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
