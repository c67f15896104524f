import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

/** How long a process may take to end after SIGTERM. Then it gets SIGKILL. */
const GRACE_MS = 5_000;
/** Characters. */
const KEPT_OUTPUT = 4_000;

/** A process that this one started, with its descendants. */
export interface ProcessGroup {
  /** Resolves to the exit code, or to 1 when it was killed or could not be started. */
  readonly ended: Promise<number>;
  /** The last characters that it wrote, if its output is piped. */
  output(): string;
  /** Ends it and its descendants. Further calls have no effect. */
  stop(): Promise<void>;
}

/**
 * Starts a process as the leader of a new process group, so that stopping it also stops what it has started.
 */
export function startGroup(
  command: string,
  args: readonly string[],
  options: Pick<SpawnOptions, 'cwd' | 'env' | 'stdio'>,
): ProcessGroup {
  const child = spawn(command, args, { ...options, detached: true });
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-KEPT_OUTPUT);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(code ?? 1));
    child.once('error', (error) => {
      keep(Buffer.from(error.message));
      resolve(1);
    });
  });
  return { ended, output: () => output, stop: () => stop(child, ended) };
}

async function stop(child: ChildProcess, ended: Promise<number>): Promise<void> {
  signalGroup(child, 'SIGTERM');
  const grace = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS);
  await ended;
  clearTimeout(grace);
  // The leader has ended, but a descendant may have ignored SIGTERM.
  signalGroup(child, 'SIGKILL');
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) {
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
  }
}
