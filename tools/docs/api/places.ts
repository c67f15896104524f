import type { ApiExport, TypeToken } from './api-item';

/** The page with the classes that only constructs make, and that with what several pages name. */
export const PARTS = 'parts';
export const TYPES = 'types';

/** The page of each export, without `.md`. */
export type Places = ReadonlyMap<string, string>;

/** What users construct themselves. */
export function isConstruct({ kind, construction }: ApiExport): boolean {
  return kind === 'class' && construction !== null;
}

/** The name of the page of a construct: `CutoverStack` is on `cutover-stack`. */
export function pageNameOf(construct: string): string {
  return construct.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}

/**
 * How far an export is from what it names: nearest to the type of a field or a parameter, farther from what
 * it extends, and farthest from a type of which it takes some fields.
 */
const DISTANCE = { names: 1, extends: 2, picks: 4 } as const;

/**
 * The page of each export: a construct has its own, and a type is on the page that is nearest by references.
 * What is as near to several, or to none, is on the page of shared types.
 */
export function pagesOf(all: readonly ApiExport[]): Places {
  const byName = new Map(all.map((one) => [one.name, one]));
  const home = (one: ApiExport) => (isConstruct(one) ? pageNameOf(one.name) : PARTS);
  const classes = all.filter(({ kind }) => kind === 'class');
  const pages = [...new Set(classes.map(home))].map((page) => {
    const roots = classes.filter((one) => home(one) === page);
    return { page, distances: distancesFrom(roots, byName) };
  });
  return new Map(all.map((one) => [one.name, one.kind === 'class' ? home(one) : nearest(one.name, pages)]));
}

interface Reach {
  readonly page: string;
  readonly distances: ReadonlyMap<string, number>;
}

function nearest(name: string, pages: readonly Reach[]): string {
  const [first, second] = pages
    .map(({ page, distances }) => ({ page, distance: distances.get(name) ?? Infinity }))
    .sort((a, b) => a.distance - b.distance);
  return first === undefined || first.distance === second?.distance ? TYPES : first.page;
}

/** The exports that can be reached, other classes aside, with their distance. */
function distancesFrom(
  roots: readonly ApiExport[],
  byName: ReadonlyMap<string, ApiExport>,
): ReadonlyMap<string, number> {
  const distances = new Map<string, number>(roots.map(({ name }) => [name, 0]));
  const open = [...roots];
  for (let one = open.shift(); one !== undefined; one = open.shift()) {
    const base = distances.get(one.name) as number;
    for (const [name, step] of referencesOf(one)) {
      const next = byName.get(name);
      if (next !== undefined && next.kind !== 'class' && base + step < (distances.get(name) ?? Infinity)) {
        distances.set(name, base + step);
        open.push(next);
      }
    }
  }
  return distances;
}

function referencesOf(one: ApiExport): readonly (readonly [string, number])[] {
  const near = [one.type, one.construction?.type ?? [], ...one.members.map(({ type }) => type)];
  return [
    ...near.flatMap((tokens) => namedIn(tokens, DISTANCE.names)),
    ...one.heritage.flatMap((tokens) => namedIn(tokens, DISTANCE.extends)),
  ];
}

function namedIn(tokens: readonly TypeToken[], distance: number): readonly (readonly [string, number])[] {
  return tokens.flatMap(({ item }, i) => {
    const isPicked = ['Pick', 'Omit'].includes(tokens[i - 2]?.text ?? '');
    return item === null ? [] : [[item, isPicked ? DISTANCE.picks : distance] as const];
  });
}
