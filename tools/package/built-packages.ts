import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildCommandLine, buildConstructs } from './build-code';
import { buildFunctions } from './build-functions';
import { type Bundled, bundledIn } from './notices';

/** The packages whose code is in a function, in the constructs or in the command line. */
export async function builtPackages(): Promise<readonly Bundled[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-build-'));
  try {
    const [functions, ...others] = await Promise.all([
      buildFunctions(folder),
      buildConstructs(folder),
      buildCommandLine(folder),
    ]);
    return bundledIn([...functions, ...others]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
