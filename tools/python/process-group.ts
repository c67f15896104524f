import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

/** How long a process may take to end by itself when asked to. */
const PATIENCE_MS = 5_000;
const KEPT_OUTPUT = 4_000;

/** A process that this one started, with its descendants. */
export interface ProcessGroup {
  /** The exit code; 1 when it was killed or could not be started. */
  readonly ended: Promise<number>;
  /** The last that it wrote, where its output was not passed on. */
  output(): string;
  /** Ends it and its descendants. Again: nothing. */
  stop(): Promise<void>;
}

/** Starts a process as the leader of a group of its own, so that stopping it stops what it has started too. */
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
  const patience = setTimeout(() => signalGroup(child, 'SIGKILL'), PATIENCE_MS);
  await ended;
  clearTimeout(patience);
  // The leader is gone, a descendant that ignored the request may not be.
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
