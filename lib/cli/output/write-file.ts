import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UsageError } from '../../shared/usage-error';
import { describeWriteError } from './process-terminal';

/** A file could not be written although it could when the command began. The exit code is 74. */
export class WriteError extends Error {
  override readonly name = 'WriteError';
}

/** A kind of file that commands write. */
export interface WrittenKind {
  /** With its article: `a report`. */
  readonly noun: string;
  /** Whether the content is that of such a file, which may be written over. */
  isOne(content: string): boolean;
}

/** The largest file that is read to see what it is, in bytes. */
const READ_AT_MOST = 64 * 1_048_576;

/**
 * Checks before a long run that a file can be written: it does not exist, is empty, or is of the same kind.
 * @throws UsageError with the remedy
 */
export function checkWritable(file: string, kind: WrittenKind): void {
  const refuse = (why: string) => new UsageError(`cannot write ${kind.noun} to ${file}: ${why}`);
  if (file === '' || file === '-') {
    throw refuse('give the name of a file');
  }
  try {
    const target = targetOf(file);
    accessSync(dirname(target), constants.W_OK);
    const found = statSync(target, { throwIfNoEntry: false });
    if (found === undefined) {
      return;
    }
    if (!found.isFile()) {
      throw refuse(found.isDirectory() ? 'it is a directory' : 'it is not a regular file');
    }
    accessSync(target, constants.W_OK);
    if (found.size > 0 && (found.size > READ_AT_MOST || !kind.isOne(readFileSync(target, 'utf8')))) {
      throw refuse(`it is there already and is not ${kind.noun} of Cutover; remove it, or use another name`);
    }
  } catch (error) {
    throw error instanceof UsageError ? error : refuse(describeWriteError(error as Error));
  }
}

/**
 * Writes a file whole or not at all: beside its place first, then under its name. Checks again that nothing
 * else has come to be there.
 * @throws UsageError when something else is there
 * @throws WriteError when it cannot be written, because the disk is full, say
 */
export function writeWhole(file: string, content: string, kind: WrittenKind): void {
  checkWritable(file, kind);
  const target = targetOf(file);
  const beside = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    const descriptor = openSync(beside, 'wx');
    try {
      writeFileSync(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(beside, target);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new WriteError(`cannot write ${kind.noun} to ${file}: ${describeWriteError(error as Error)}`, {
      cause: error,
    });
  }
}

/** What a symbolic link leads to: a new file takes the place of the target, and the link stays. */
function targetOf(file: string): string {
  const isLink = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return isLink ? realpathSync(file) : file;
}
