import type { Terminal } from '../../../lib/cli/output/terminal';

/** A terminal that keeps what is written to it. */
export function capturedTerminal(columns = 100): Terminal & { readonly texts: { out: string; err: string } } {
  const texts = { out: '', err: '' };
  const write = (to: 'out' | 'err') => (text: string) => {
    texts[to] += text;
  };
  return { out: write('out'), err: write('err'), columns, texts };
}
