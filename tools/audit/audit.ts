import { spawnSync } from 'node:child_process';
import { dependencies } from '../../package.json';
import { builtPackages } from '../package/built-packages';
import { judgeAudit, type Severity } from './judge-audit';

/** Milliseconds after which the registry counts as one that does not answer. */
const LIMIT_MS = 60_000;

/**
 * Asks the registry for vulnerabilities of the locked packages. A vulnerability fails. A registry without an
 * answer, such as a mirror without advisories, does not: it is named, so that nobody takes it for a pass.
 */
async function main(): Promise<void> {
  const output = audit();
  const built = new Set([...(await builtPackages()).map(({ name }) => name), ...Object.keys(dependencies)]);
  /** Of the packages whose code is deployed or installed, less is accepted than of the tools. */
  const questions: readonly [what: string, level: Severity, names?: ReadonlySet<string>][] = [
    ['what is built and installed', 'high', built],
    ['all packages', 'critical'],
  ];
  const passed = questions.map(([what, level, names]) => {
    const verdict = judgeAudit(output, level, names);
    if (verdict.answered === null) {
      console.error(`audit of ${what}: ${verdict.reason}`);
      return false;
    }
    if (!verdict.answered) {
      console.log(`audit of ${what}: NOT DONE, the registry gives no answer: ${verdict.reason}`);
      return true;
    }
    for (const finding of verdict.findings) {
      console.error(finding);
    }
    const count = `${verdict.findings.length} of severity ${level} or above`;
    console.log(`audit of ${what}: ${count}, in ${verdict.scanned} packages`);
    return verdict.findings.length === 0;
  });
  process.exitCode = passed.every(Boolean) ? 0 : 1;
}

/** @returns what `npm audit` says of the lock file; null when the registry took too long */
function audit(): string | null {
  const { stdout, error } = spawnSync('npm', ['audit', '--json', '--fetch-retries=1'], {
    encoding: 'utf8',
    timeout: LIMIT_MS,
    maxBuffer: 64_000_000,
  });
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ETIMEDOUT') {
    return null;
  }
  if (error !== undefined) {
    throw error;
  }
  return stdout;
}

void main();
