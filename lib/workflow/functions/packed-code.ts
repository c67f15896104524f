import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { PACKAGE_FOLDER } from '../../shared/package-folder';

const FOLDER = join(PACKAGE_FOLDER, 'dist/functions');

/**
 * The code of a function, as the package carries it: bundled beforehand, with the hash of its bytes.
 * @param handler its file in `lambdas/handlers`, without extension
 * @throws Error when the package lacks it
 */
export function functionCode(handler: string): Code {
  const hash = hashes()[handler];
  if (hash === undefined) {
    throw new Error(`the package lacks the function ${handler}; install it again`);
  }
  return Code.fromAsset(join(FOLDER, handler), { assetHash: hash, assetHashType: AssetHashType.CUSTOM });
}

/** The SHA-256 of each bundle. */
function hashes(): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(join(FOLDER, 'hashes.json'), 'utf8'));
}
