import { runCli } from '../../../lib/cli/program';

/** Runs the command line in a terminal of 100 columns: its exit code, and what it printed. */
export async function cutover(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const texts = { out: '', err: '' };
  const write = (to: 'out' | 'err') => (text: string) => {
    texts[to] += text;
  };
  const code = await runCli(args, { out: write('out'), err: write('err'), columns: 100 });
  return { code, ...texts };
}
