import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { findingsIn } from './text-rules';

/** Files of others, files that a tool writes whole, and the history of releases. */
const LEFT_OUT =
  /^(LICENSE|package-lock\.json|CHANGELOG\.md|tools\/python\/requirements\.txt)$|\.api\.md$|\/golden\//;
const CHECKED = /\.(ts|js|cjs|md|ya?ml|py)$|\.asl\.json$/;

/** Checks the text of every file under version control, or of those below the paths that were given. */
function main(paths: readonly string[]): void {
  const listed = spawnSync('git', ['ls-files', '-co', '--exclude-standard', '--', ...paths], {
    encoding: 'utf8',
  });
  const files = listed.stdout.split('\n').filter((file) => CHECKED.test(file) && !LEFT_OUT.test(file));
  const findings = files.flatMap((file) => findingsIn(file, readFileSync(file, 'utf8')));
  for (const { file, line, message } of findings) {
    console.error(`${file}:${line}: ${message}`);
  }
  console.log(`lint:text: ${files.length} files checked, ${findings.length} findings`);
  process.exitCode = files.length > 0 && findings.length === 0 ? 0 : 1;
}

main(process.argv.slice(2));
