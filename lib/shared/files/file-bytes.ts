import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { UsageError } from '../usage-error';

/** The name that stands for standard input wherever a file is expected. */
export const STANDARD_INPUT = '-';

/** How messages name a file. */
export function fileName(file: string): string {
  return file === STANDARD_INPUT ? 'standard input' : file;
}

const MIB = 1_048_576;
const CHUNK = 65_536;
/** How long a read waits for a pipe that has nothing yet, in milliseconds. */
const PIPE_WAIT_MS = 10;

/**
 * The bytes of a file, or of standard input for `-`. Never reads more than the limit, so that a device or a
 * pipe without an end is refused as well.
 * @param what what the file is, such as `plan`, for the message
 * @param limitMib the largest file, in MiB
 * @throws UsageError when it cannot be read, or is larger
 */
export function readBytes(file: string, what: string, limitMib: number): Buffer {
  if (file === '') {
    throw new UsageError(`the name of the ${what} is empty; give a file, or - for standard input`);
  }
  try {
    return read(file, what, limitMib);
  } catch (error) {
    if (error instanceof UsageError) {
      throw error;
    }
    throw new UsageError(`cannot read the ${what} ${fileName(file)}: ${whyUnreadable(error)}`);
  }
}

function read(file: string, what: string, limitMib: number): Buffer {
  const descriptor = file === STANDARD_INPUT ? 0 : openSync(file, 'r');
  try {
    if (fstatSync(descriptor).isDirectory()) {
      throw Object.assign(new Error('is a directory'), { code: 'EISDIR' });
    }
    const chunks: Buffer[] = [];
    let size = 0;
    for (let chunk = nextChunk(descriptor); chunk.length > 0; chunk = nextChunk(descriptor)) {
      size += chunk.length;
      if (size > limitMib * MIB) {
        throw new UsageError(
          `cannot read the ${what} ${fileName(file)}: it is larger than ${limitMib} MiB;` +
            ` see that it is the ${what}`,
        );
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    if (descriptor !== 0) {
      closeSync(descriptor);
    }
  }
}

/** Standard input may be a pipe that does not block: then there is nothing yet, which is not its end. */
function nextChunk(descriptor: number): Buffer {
  const buffer = Buffer.alloc(CHUNK);
  for (;;) {
    try {
      return buffer.subarray(0, readSync(descriptor, buffer, 0, CHUNK, null));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') {
        return Buffer.alloc(0);
      }
      if (code !== 'EAGAIN') {
        throw error;
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PIPE_WAIT_MS);
    }
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'you may not read it (permission denied)',
  EPERM: 'you may not read it (permission denied)',
  ENOTDIR: 'a part of its path is not a directory',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its symbolic links lead in a circle',
  EBADF: 'it is closed',
};

function whyUnreadable(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ''] ?? code ?? message;
}
