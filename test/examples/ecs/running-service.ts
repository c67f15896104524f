import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = join(__dirname, '../../../examples/ecs/service/main.cjs');

/** A line that the service logs. */
export interface LogLine {
  readonly message: string;
  readonly port?: number;
  readonly [field: string]: unknown;
}

/** The service as a process of its own, as in its container. */
export interface RunningService {
  /** Where it listens. */
  readonly url: string;
  readonly process: ChildProcess;
  /** Its next line. */
  readonly nextLine: () => Promise<LogLine>;
  /** Sends a signal and waits for the end. @returns the exit code; null if the signal killed it */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
}

/** Starts the service with environment variables. On a free port, unless PORT is given. */
export function startProcess(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [MAIN], {
    env: { PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<LogLine> => JSON.parse((await lines.next()).value);
  return { process: child, nextLine };
}

/** Starts the service and waits until it listens. */
export async function startService(env: Readonly<Record<string, string>> = {}): Promise<RunningService> {
  const started = startProcess(env);
  const { port } = await started.nextLine();
  const end = async (signal: NodeJS.Signals) => {
    const exited = once(started.process, 'exit');
    started.process.kill(signal);
    const [code] = await exited;
    return code as number | null;
  };
  return { ...started, url: `http://127.0.0.1:${port}`, end };
}
