import { isMap, isPair, isScalar } from 'yaml';
import type { Problem } from '../../../lambdas/core/validation/problems';
import { withRemedy } from './remedies';
import type { YamlFile } from './yaml-document';

/** A problem of a file, and where it is. */
export interface PlacedProblem extends Problem {
  /** Counted from 1; absent where the file has no such place. */
  readonly line?: number;
  readonly column?: number;
}

/** Each problem with what to write instead, and with the line and column of its field. */
export function placedProblems(problems: readonly Problem[], file: YamlFile): PlacedProblem[] {
  return problems.map((problem) => {
    const keys = keysOf(problem.path);
    const node = nodeAt(file, keys, problem.message.startsWith('is not a field'));
    const [start, end] = node?.range ?? [0, 0];
    const source = node?.isWhole === true ? file.text.slice(start, end) : '';
    const better = withRemedy(
      problem,
      node?.isWhole === true ? file.document.getIn(keys) : undefined,
      source,
    );
    if (node === null) {
      return better;
    }
    const { line, col: column } = file.lines.linePos(start);
    return { ...better, message: `${better.message} (line ${line}, column ${column})`, line, column };
  });
}

type Key = string | number;

/** The keys of a path such as `stages[1].percent`. */
function keysOf(path: string): Key[] {
  return [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, name]) =>
    index === undefined ? (name as string) : Number(index),
  );
}

interface Place {
  readonly range: readonly [number, number];
  /** Whether it is the place of the whole path, and not that of the last part that the file has. */
  readonly isWhole: boolean;
}

/**
 * Where a value is; of a field that is missing, where the mapping is that should have it.
 * @param ofName whether the place of the field's name is meant, and not that of its value
 */
function nodeAt({ document }: YamlFile, keys: readonly Key[], ofName: boolean): Place | null {
  for (let length = keys.length; length > 0; length -= 1) {
    const path = keys.slice(0, length);
    const node = document.getIn(path, true) as { readonly range?: readonly number[] | null } | undefined;
    const [start, end] = node?.range ?? [];
    if (start !== undefined && end !== undefined) {
      const isWhole = length === keys.length;
      return { range: [isWhole && !ofName ? start : keyStart(document, path, start), end], isWhole };
    }
  }
  return null;
}

/** A mapping in block style begins at its first field: its own name says more. */
function keyStart(document: YamlFile['document'], path: readonly Key[], start: number): number {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const pairs = isMap(parent) ? parent.items : [];
  const pair = pairs.find((one) => isPair(one) && isScalar(one.key) && one.key.value === path.at(-1));
  return (pair?.key as { readonly range?: readonly number[] } | undefined)?.range?.[0] ?? start;
}
