import { runCli } from '../lib/cli/program';

/** Runs the command line and resolves to its exit code. */
export function main(args: readonly string[]): Promise<number> {
  return runCli(args, {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    columns: process.stderr.columns ?? process.stdout.columns ?? 110,
    isInteractive: process.stderr.isTTY === true,
  });
}
