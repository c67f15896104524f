import { EXIT, type Terminal } from './terminal';

/** A stream of the process, as far as the command line uses it. */
export interface OutputStream {
  readonly columns?: number;
  readonly isTTY?: boolean;
  write(text: string, written?: (error?: Error | null) => void): boolean;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** The terminal of the process, and what became of its output. */
export interface ProcessTerminal extends Terminal {
  /**
   * Waits until all output is written.
   * @param code the exit code of the command
   * @returns that code, or 74 where the command succeeded and its result could not be written. A pipe that
   *   its reader has closed is no error.
   */
  end(code: number): Promise<number>;
}

/** Columns where nothing says how wide the terminal is. */
const DEFAULT_COLUMNS = 110;
/** The narrowest terminal that text is wrapped for. */
const LEAST_COLUMNS = 20;

/**
 * Writes to the streams of the process. A command goes on when its output can no longer be written: a revert
 * that is under way must not end because somebody closed a pipe.
 * @param columns `COLUMNS` of the environment, which comes before the width of the terminal
 */
export function processTerminal(
  stdout: OutputStream,
  stderr: OutputStream,
  columns: string | undefined,
): ProcessTerminal {
  const [out, err] = [writer(stdout), writer(stderr)];
  return {
    out: out.write,
    err: err.write,
    columns: width(columns) ?? stderr.columns ?? stdout.columns ?? DEFAULT_COLUMNS,
    isInteractive: stderr.isTTY === true,
    end: async (code) => {
      await out.flushed();
      const failure = out.failure();
      if (failure !== null && failure.code !== 'EPIPE') {
        err.write(`cutover: cannot write to standard output: ${describeWriteError(failure)}\n`);
      }
      await err.flushed();
      const isLost = failure !== null && failure.code !== 'EPIPE';
      return isLost && code === EXIT.succeeded ? EXIT['output-lost'] : code;
    },
  };
}

/** Why a file or a stream could not be written, in words. */
export function describeWriteError({ code, message }: NodeJS.ErrnoException): string {
  return WRITE_ERRORS[code ?? ''] ?? code ?? message;
}

const WRITE_ERRORS: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no space left on its disk',
  EDQUOT: 'your disk quota is used up',
  EFBIG: 'it would be larger than a file may be',
  EROFS: 'its file system can only be read',
  EIO: 'its disk or terminal failed (EIO)',
  EACCES: 'you may not write there (permission denied)',
  EPERM: 'you may not write there (permission denied)',
  ENOENT: 'the directory does not exist',
  ENOTDIR: 'a part of its path is not a directory',
  EISDIR: 'it is a directory',
  ENAMETOOLONG: 'its name is too long',
};

function width(columns: string | undefined): number | null {
  const given = Number(columns ?? '');
  return Number.isInteger(given) && given > 0 ? Math.max(LEAST_COLUMNS, given) : null;
}

interface Writer {
  write(text: string): void;
  flushed(): Promise<void>;
  failure(): NodeJS.ErrnoException | null;
}

/** The first error ends the writing: later ones only follow from it. */
function writer(stream: OutputStream): Writer {
  let failure: NodeJS.ErrnoException | null = null;
  const failed = (error: Error) => {
    failure ??= error;
  };
  stream.on('error', failed);
  let last: Promise<void> = Promise.resolve();
  const written = (text: string): Promise<void> =>
    new Promise((resolve) => {
      stream.write(text, (error) => {
        if (error !== undefined && error !== null) {
          failed(error);
        }
        resolve();
      });
    });
  return {
    write: (text) => {
      if (failure === null) {
        last = written(text);
      }
    },
    flushed: () => last,
    failure: () => failure,
  };
}
