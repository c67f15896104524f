import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UsageError } from '../../shared/usage-error';
import { describeWriteError } from './process-terminal';
import { WriteError } from './write-file';

/**
 * Checks before a long run that a folder can be written: nothing is there, or an empty folder.
 * @throws UsageError with the remedy
 */
export function checkNewFolder(folder: string): void {
  const refuse = (why: string) => new UsageError(`cannot write to the folder "${folder}": ${why}`);
  if (folder === '-') {
    throw refuse('give the name of a folder');
  }
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) {
    if (statSync(dirname(folder), { throwIfNoEntry: false })?.isDirectory() !== true) {
      throw refuse(`there is no folder ${dirname(folder)}; create it first`);
    }
    return;
  }
  if (!found.isDirectory()) {
    throw refuse('it is a file; use another name');
  }
  if (readdirSync(folder).length > 0) {
    throw refuse('it is there already and is not empty; use another name');
  }
}

/**
 * Writes a folder whole or not at all: beside its place first, then under its name.
 * @throws UsageError when something is there
 * @throws WriteError when it cannot be written, because the disk is full, say
 */
export function writeFolder(
  folder: string,
  files: readonly { readonly path: string; readonly content: string | Uint8Array }[],
): void {
  checkNewFolder(folder);
  const beside = join(dirname(folder), `.${basename(folder)}.${process.pid}.tmp`);
  try {
    for (const { path, content } of files) {
      mkdirSync(dirname(join(beside, path)), { recursive: true });
      writeFileSync(join(beside, path), content, { flag: 'wx' });
    }
    renameSync(beside, folder);
  } catch (error) {
    rmSync(beside, { recursive: true, force: true });
    throw new WriteError(`cannot write to the folder "${folder}": ${describeWriteError(error as Error)}`, {
      cause: error,
    });
  }
}
