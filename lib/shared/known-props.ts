import type { Problem } from '../../lambdas/core/validation/problems';
import { didYouMean } from './files/similar';

/** `checked`: required, and a check of its own says so when it is missing. */
type Presence<T, K extends keyof T> =
  Partial<Pick<T, K>> extends Pick<T, K> ? 'optional' : 'required' | 'checked';

/** An object, or a list of objects, whose props are known too. */
interface Nested<P extends string> {
  readonly is: P;
  readonly props: Names;
}

type Names = Readonly<Record<string, string | Nested<string>>>;

/**
 * Every prop of an interface, by its name. TypeScript refuses a list that lacks a prop of the interface, has
 * one more, or has the other presence, so that list and interface cannot differ.
 */
export type PropNames<T> = {
  readonly [K in keyof Required<T>]: Presence<T, K> | Nested<Presence<T, K>>;
};

/** What is not a prop, and what to do in its place: the message after its name. */
export type ReplacedProps = Readonly<Record<string, string>>;

/**
 * Props that nobody reads, and required props that are missing. TypeScript reports both; a caller in
 * JavaScript would otherwise not learn that a misspelled prop has no effect.
 * @param path the prop that holds these; empty for the props of the construct
 */
export function namingProblems<T extends object>(
  given: T,
  names: PropNames<T>,
  replaced: ReplacedProps = {},
  path = '',
): Problem[] {
  return problemsIn(given, names, replaced, path);
}

function problemsIn(given: unknown, names: Names, replaced: ReplacedProps, path: string): Problem[] {
  if (typeof given !== 'object' || given === null) {
    return [{ path, message: `is ${JSON.stringify(given)}; must be an object of props` }];
  }
  const values = Object.entries(given).filter(([, value]) => value !== undefined);
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  const known = Object.keys(names);
  const missing = known
    .filter((name) => presenceOf(names[name]) === 'required' && !values.some(([key]) => key === name))
    .map((name) => ({ path: at(name), message: 'is missing; it is required' }));
  return [
    ...values.flatMap(([name, value]): Problem[] => {
      if (!known.includes(name)) {
        const message =
          replaced[name] ?? `is not a prop${didYouMean(name, known)}; props: ${known.join(', ')}`;
        return [{ path: at(name), message }];
      }
      const kind = names[name];
      return typeof kind === 'object' ? inside(value, kind.props, at(name)) : [];
    }),
    ...missing,
  ];
}

function inside(value: unknown, names: Names, path: string): Problem[] {
  return Array.isArray(value)
    ? value.flatMap((one, i) => problemsIn(one, names, {}, `${path}[${i}]`))
    : problemsIn(value, names, {}, path);
}

function presenceOf(kind: Names[string] | undefined): string | undefined {
  return typeof kind === 'object' ? kind.is : kind;
}
