import { spawnSync } from 'node:child_process';
import { judgeAudit, type Severity } from './judge-audit';

/** What is asked: of the packages that are deployed less is accepted than of the tools. */
const QUESTIONS: readonly { readonly what: string; readonly omitDev: boolean; readonly level: Severity }[] = [
  { what: 'dependencies', omitDev: true, level: 'high' },
  { what: 'dependencies and tools', omitDev: false, level: 'critical' },
];

/** Milliseconds after which the registry counts as one that does not answer. */
const LIMIT_MS = 60_000;

/**
 * Asks the registry for vulnerabilities of the locked packages. A vulnerability fails. A registry without an
 * answer, such as a mirror without advisories, does not: it is named, so that nobody takes it for a pass.
 */
function main(): void {
  const passed = QUESTIONS.map(({ what, omitDev, level }) => {
    const args = ['audit', '--json', `--audit-level=${level}`, '--fetch-retries=1'];
    const { stdout, error } = spawnSync('npm', omitDev ? [...args, '--omit=dev'] : args, {
      encoding: 'utf8',
      timeout: LIMIT_MS,
      maxBuffer: 64_000_000,
    });
    const isLate = (error as NodeJS.ErrnoException | undefined)?.code === 'ETIMEDOUT';
    if (error !== undefined && !isLate) {
      throw error;
    }
    const verdict = judgeAudit(isLate ? null : stdout, level);
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
    console.log(`audit of ${what}: ${count}, in ${verdict.scanned} packages of the lock file`);
    return verdict.findings.length === 0;
  });
  process.exitCode = passed.every(Boolean) ? 0 : 1;
}

main();
