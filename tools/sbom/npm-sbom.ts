import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { CycloneDx } from './cyclonedx';

/**
 * What `npm sbom` says of the locked packages. It reads the lock file and asks no registry.
 * @throws Error when npm fails
 */
export function npmSbom(): CycloneDx {
  const args = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only', '--offline'];
  const { status, stdout, stderr, error } = spawnSync('npm', args, {
    cwd: join(__dirname, '../..'),
    encoding: 'utf8',
    maxBuffer: 64_000_000,
  });
  if (error !== undefined || status !== 0) {
    throw new Error(`npm sbom failed; it needs npm 10 or later: ${error?.message ?? stderr}`);
  }
  return JSON.parse(stdout);
}
