import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** The root of the repository. */
export const ROOT = join(__dirname, '../..');

/** A page of the documentation. */
export interface Page {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}

/** Reads a page. */
export function readPage(path: string): Page {
  return { path, text: readFileSync(join(ROOT, path), 'utf8') };
}

/** CONTRIBUTING.md, SECURITY.md and every page below `docs` and `examples`. */
export function allPages(): readonly Page[] {
  const below = ['docs', 'examples'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => posix.join(folder, file)),
  );
  return ['CONTRIBUTING.md', 'SECURITY.md', ...below].map(readPage);
}

/** A link to a file of the repository, or to a heading of a page. */
export interface Link {
  /** From the root of the repository. */
  readonly target: string;
  /** Without the `#`; null without an anchor. */
  readonly anchor: string | null;
}

/** The relative links of a page. */
export function linksIn({ path, text }: Page): readonly Link[] {
  return [...withoutCode(text).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)]+))?\)/g)].map(
    ([, file = '', anchor = null]) => ({
      target: file === '' ? path : posix.join(posix.dirname(path), file),
      anchor,
    }),
  );
}

/** The anchors that GitHub gives the headings of a page. */
export function anchorsIn({ text }: Page): readonly string[] {
  return [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replace(/ /g, '-'),
  );
}

/** Paths of the repository in backticks, such as `lib/workflow/tasks.ts`. */
export function pathsIn({ text }: Page): readonly string[] {
  const folders = 'bin|docs|examples|lambdas|lib|statemachine|test|tools';
  const pattern = new RegExp(`\`((?:${folders})/[A-Za-z0-9_./-]+)\``, 'g');
  return [...withoutCode(text).matchAll(pattern)].map(([, path]) => path as string);
}

/** Code blocks have comments that look like headings. */
function withoutCode(text: string): string {
  return text.replace(/^ *```[\s\S]*?^ *```$/gm, '');
}
