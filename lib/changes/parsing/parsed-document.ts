/** A value of a file with every scalar as text: the text that stands there, `true` or `false`, or nothing. */
export type ParsedValue = string | readonly ParsedValue[] | { readonly [name: string]: ParsedValue };

/** A key that a mapping has more than once. */
export interface DuplicateKey {
  /** The names from the root of the document: `Resources.Topic`. */
  readonly path: string;
  /** The line of each occurrence, counted from 1. */
  readonly lines: readonly number[];
}

/** What a file of a template has. Of a key that is there several times, the last value counts. */
export interface ParsedDocument {
  readonly value: ParsedValue;
  readonly duplicates: readonly DuplicateKey[];
}

/** An object without a prototype, because a resource may be named `constructor`. */
export function bareRecord<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  const made: Record<string, T> = Object.create(null);
  for (const [name, value] of entries) {
    made[name] = value;
  }
  return made;
}

/** The keys of one mapping with the line of each, to find those that it has twice. */
export class MappingKeys {
  private readonly lines = new Map<string, number[]>();

  add(name: string, line: number): void {
    const lines = this.lines.get(name) ?? [];
    lines.push(line);
    this.lines.set(name, lines);
  }

  /** @param path the names that lead to the mapping */
  duplicates(path: readonly string[]): DuplicateKey[] {
    return [...this.lines]
      .filter(([, lines]) => lines.length > 1)
      .map(([name, lines]) => ({ path: [...path, name].join('.'), lines }));
  }
}
