import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Runs a command to its end.
 * @param variables its environment; absent: that of this process, as outside of npm
 * @returns what it printed
 * @throws Error with the end of what it printed, when it fails
 */
export async function run(
  command: string,
  args: readonly string[],
  cwd: string,
  variables?: Readonly<Record<string, string>>,
): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(command, args, {
      cwd,
      maxBuffer: 64_000_000,
      // As outside of npm: a script of npm sets these for the commands that it runs.
      env:
        variables ??
        Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'))),
    });
    return stdout;
  } catch (error) {
    const { stdout, stderr, message } = error as { stdout?: string; stderr?: string; message: string };
    // The end: an error of Node.js begins with the line of code, which may be a whole bundle.
    const said = `${stdout ?? ''}\n${stderr ?? message}`.trim().slice(-4_000);
    throw new Error(`${[command, ...args].join(' ').slice(0, 500)} failed in ${cwd}:\n${said}`);
  }
}
