import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_FOLDER } from '../shared/package-folder';
import type { EdgeFunctionName } from './edge-bundling';

/** A function in one module, as the package carries it. */
export function edgeModule(name: EdgeFunctionName): string {
  return readFileSync(join(PACKAGE_FOLDER, 'dist/edge', `${name}.js`), 'utf8');
}
