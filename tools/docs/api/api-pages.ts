import type { ApiExport } from './api-item';
import { AREAS, areaOf } from './areas';
import {
  type Context,
  constructIntroduction,
  constructMembers,
  constructOf,
  exportSection,
} from './export-section';
import { markdownTable, prose } from './markdown';
import { isConstruct, PARTS, pageNameOf, pagesOf, TYPES } from './places';
import { wrapped } from './wrapped';

const MADE = '<!-- Made by `npm run docs` from the comments of the declarations; change those. -->';

const TITLES: Readonly<Record<string, readonly [title: string, about: string]>> = {
  [PARTS]: [
    'Parts of constructs',
    'What constructs create and have as a field. Their fields and methods are for use; only the constructs ' +
      'create them.',
  ],
  [TYPES]: ['Shared types', 'Types that several constructs use.'],
};

/** The names of the pages with constructs and types, and of the index. */
export function apiPageNames(all: readonly ApiExport[]): readonly string[] {
  return ['README', ...new Set([...pagesOf(all).values()])].sort();
}

/**
 * The Markdown of a page of the reference.
 * @param page `README` is the index
 */
export function apiPage(page: string, all: readonly ApiExport[]): string {
  return wrapped(`${page === 'README' ? indexPage(all) : itemsPage(page, all)}\n`);
}

function itemsPage(page: string, all: readonly ApiExport[]): string {
  const places = pagesOf(all);
  const context: Context = { all, places, page };
  const construct = constructOf(context);
  const others = all
    .filter(({ name }) => places.get(name) === page && name !== construct?.name)
    .sort((a, b) => rank(a, construct) - rank(b, construct));
  const sections = others.map((one) => exportSection(one, context));
  if (construct === undefined) {
    const [title, about] = TITLES[page] as readonly [string, string];
    return [`# ${title}`, MADE, about, ...sections].join('\n\n');
  }
  const [props = [], types] = [sections.slice(0, countProps(others, construct)), sections];
  return [
    `# ${construct.name}`,
    MADE,
    constructIntroduction(construct, context),
    ...props,
    constructMembers(construct, context),
    ...types.slice(props.length),
  ]
    .filter((section) => section !== '')
    .join('\n\n');
}

/** The props of the construct come first, and stand before its fields. */
function rank(one: ApiExport, construct: ApiExport | undefined): number {
  return construct !== undefined && isPropsOf(one, construct) ? 0 : 1;
}

function countProps(others: readonly ApiExport[], construct: ApiExport): number {
  return others.filter((one) => isPropsOf(one, construct)).length;
}

function isPropsOf({ name }: ApiExport, construct: ApiExport): boolean {
  return name === `${construct.name}Props`;
}

function indexPage(all: readonly ApiExport[]): string {
  const constructs = all.filter(isConstruct);
  const areas = Object.values(AREAS).map((area) => {
    const rows = constructs
      .filter(({ file }) => areaOf(file) === area)
      .map(({ name, comment }) => [`[\`${name}\`](${pageNameOf(name)}.md)`, firstSentence(comment.text)]);
    return [`## ${area}`, markdownTable(['construct', 'what it is'], rows)].join('\n\n');
  });
  const others = [PARTS, TYPES].map((page) => {
    const [title, about] = TITLES[page] as readonly [string, string];
    return `- [${title}](${page}.md): ${about.charAt(0).toLowerCase()}${about.slice(1)}`;
  });
  return [
    '# Constructs',
    MADE,
    'Everything that `@cutover/cutover` exports for a CDK app. Every example compiles in a test, in the ' +
      'constructor of a stack, with names such as `vpc` and `zone` for what the app has already. ' +
      '[The list of all declarations](../cutover.api.md) shows what a version changes.',
    ...areas,
    '## Types',
    others.join('\n'),
  ].join('\n\n');
}

function firstSentence(text: string): string {
  const [, sentence = text] = /^([\s\S]*?[.:])(?:\s|$)/.exec(text) ?? [];
  return prose(sentence)
    .replace(/\s*\n\s*/g, ' ')
    .replace(/:$/, '.');
}
