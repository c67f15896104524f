import { processTerminal } from '../lib/cli/output/process-terminal';
import { runCli } from '../lib/cli/program';

/** Runs the command line and resolves to its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  // The SDK's warning about versions of Node.js that it will support in the future, among a command's output.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const terminal = processTerminal(process.stdout, process.stderr, process.env.COLUMNS);
  return terminal.end(await runCli(args, terminal));
}
