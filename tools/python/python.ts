import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startGroup } from './process-group';

const ROOT = join(__dirname, '../..');
const VENV = join(ROOT, '.venv');
const REQUIREMENTS = join(__dirname, 'requirements.txt');
/**
 * The hash of the installed requirements. It is written last, so that an incomplete installation has none.
 */
const STAMP = join(VENV, 'requirements.sha256');
/** The oldest Python 3 that ministack and moto support. */
const OLDEST_MINOR = 10;
const CANDIDATES = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];

/** A problem that the user must solve. The message says how. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}

/**
 * The Python executable of `.venv`, in which the emulators and cfn-lint are installed. Installs them when
 * they are missing or the requirements have changed.
 */
export async function preparedPython(stopOn: AbortSignal): Promise<string> {
  const python = join(VENV, 'bin', 'python');
  const wanted = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex');
  const installed = existsSync(STAMP) && existsSync(python) && readFileSync(STAMP, 'utf8');
  if (installed === wanted) {
    return python;
  }
  const base = findPython();
  process.stderr.write('installing the emulators and cfn-lint into .venv …\n');
  rmSync(VENV, { recursive: true, force: true });
  await mustRun(base, ['-m', 'venv', VENV], stopOn);
  // Only wheels: no code of a package runs before its hash has been verified.
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary', ':all:'];
  await mustRun(python, [...pip, '--require-hashes', '--requirement', REQUIREMENTS], stopOn);
  writeFileSync(STAMP, wanted);
  return python;
}

function findPython(): string {
  const found: string[] = [];
  for (const candidate of CANDIDATES) {
    const result = spawnSync(candidate, ['-c', 'import sys; print(*sys.version_info[:2])'], {
      encoding: 'utf8',
    });
    const [major, minor] = result.status === 0 ? result.stdout.trim().split(' ').map(Number) : [];
    if (major === 3 && minor !== undefined && minor >= OLDEST_MINOR) {
      return candidate;
    }
    if (major !== undefined) {
      found.push(`${candidate} is ${major}.${minor}`);
    }
  }
  throw new SetupError(
    `the AWS emulators and cfn-lint need Python 3.${OLDEST_MINOR} or newer; ` +
      `${found.join(', ') || 'no Python was found on PATH'}. Install it and try again`,
  );
}

async function mustRun(command: string, args: readonly string[], stopOn: AbortSignal): Promise<void> {
  const group = startGroup(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = () => void group.stop();
  stopOn.addEventListener('abort', stop);
  const code = await group.ended;
  stopOn.removeEventListener('abort', stop);
  stopOn.throwIfAborted();
  if (code !== 0) {
    throw new SetupError(`${command} ${args.join(' ')} failed (exit code ${code}):\n${group.output()}`);
  }
}
