import { runCli } from '../../../lib/cli/program';
import { capturedTerminal } from './captured-terminal';

/** Runs the command line in a terminal of 100 columns: its exit code, and what it printed. */
export async function cutover(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const terminal = capturedTerminal();
  const code = await runCli(args, terminal);
  return { code, ...terminal.texts };
}
