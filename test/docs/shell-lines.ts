import { readPage } from './pages';

/**
 * The command lines of a page's shell blocks, each on one line, without comments and without what they do
 * with their output.
 */
export function shellLinesIn(page: string): readonly string[] {
  const blocks = [...readPage(page).text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block);
  return blocks
    .flatMap((block) => block.replace(/\\\n\s*/g, '').split('\n'))
    .map((line) =>
      line
        .replace(/ +#.*$/, '')
        .replace(/ > \S+$/, '')
        .trim(),
    );
}
