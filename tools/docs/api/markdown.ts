import { posix } from 'node:path';
import type { TypeToken } from './api-item';
import type { Places } from './places';

/** The folder of the pages, from the root of the repository. */
export const API_FOLDER = 'docs/reference/api';

/** The link to an export, from a page of the reference. */
export function linkTo(name: string, places: Places, from: string): string {
  const page = places.get(name);
  return `[\`${name}\`](${page === from ? '' : `${page}.md`}#${name.toLowerCase()})`;
}

/** Text of a comment, in which pages of the repository are links. */
export function prose(text: string): string {
  return text.replace(/(?<![\w/`(])\(?docs\/[\w/-]+\.md/g, (found) => {
    const bracket = found.startsWith('(') ? '(' : '';
    const path = found.slice(bracket.length);
    return `${bracket}[${posix.basename(path, '.md')}](${posix.relative(API_FOLDER, path)})`;
  });
}

/** A type in the cell of a table, in which exports of the package are links. */
export function typeText(tokens: readonly TypeToken[], places: Places, from: string): string {
  const runs: { text: string; item: string | null }[] = [];
  for (const { text, item } of tokens) {
    const last = runs.at(-1);
    if (item === null && last?.item === null) {
      last.text += text;
    } else {
      runs.push({ text, item });
    }
  }
  return runs
    .map(({ text, item }) => {
      const code = text.replace(/\/\*\*[\s\S]*?\*\//g, '').replace(/\s+/g, ' ');
      return item === null ? inCode(code) : linkTo(item, places, from);
    })
    .join('');
}

/** Code cannot begin or end with a space that counts, so that spaces are put outside. */
function inCode(text: string): string {
  const [, before = '', code = '', after = ''] = /^(\s*)(.*?)(\s*)$/.exec(text) ?? [];
  return code === '' ? before : `${before}\`${code.replaceAll('|', '\\|')}\`${after}`;
}

/** Text in the cell of a table: one line, with lists after line breaks. */
export function cell(text: string): string {
  return prose(text)
    .replace(/\n\s*- /g, '<br>• ')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/(?<!\\)\|/g, '\\|');
}

/** A default: code where it is an expression, and text after `- `. */
export function defaultText(text: string): string {
  if (text.startsWith('- ')) {
    return cell(text.slice(2));
  }
  const [, code = text, rest = ''] = /^('[^']*'|\[[^\]]*\]|[\w.]+(?:\([^)]*\))?)(.*)$/.exec(text) ?? [];
  return `\`${code}\`${cell(rest)}`;
}

/** A table of Markdown. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
