import {
  type CharacterTest,
  only,
  PatternError,
  type PatternReader,
  patternReader,
  readClass,
  readEscape,
} from './i-regexp-class';

/** A regular expression as it is written. */
export type PatternNode =
  | { readonly kind: 'character'; readonly test: CharacterTest }
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly PatternNode[] }
  | {
      readonly kind: 'repeat';
      readonly part: PatternNode;
      readonly min: number;
      /** Null for no limit. */
      readonly max: number | null;
    };

/** The longest pattern, in UTF-16 code units. Longer than a path of a plan. */
export const MAX_PATTERN_LENGTH = 1_000;

const LINE_BREAKS = new Set([10, 13]);

/**
 * Reads an I-Regexp (RFC 9485). In addition, `^` and `$` are the start and the end of the text, as in the
 * mapping of RFC 9485 to ECMAScript.
 * @throws PatternError
 */
export function parsePattern(pattern: string): PatternNode {
  if (pattern.length > MAX_PATTERN_LENGTH) {
    throw new PatternError(`is longer than ${MAX_PATTERN_LENGTH} characters`);
  }
  const reader = patternReader(pattern);
  const node = readChoice(reader);
  if (reader.peek() !== undefined) {
    throw new PatternError('has a ) without a (');
  }
  return node;
}

function readChoice(reader: PatternReader): PatternNode {
  const parts = [readSequence(reader)];
  while (reader.take('|')) {
    parts.push(readSequence(reader));
  }
  return parts.length === 1 ? (parts[0] as PatternNode) : { kind: 'choice', parts };
}

function readSequence(reader: PatternReader): PatternNode {
  const parts: PatternNode[] = [];
  for (let next = reader.peek(); next !== undefined && next !== '|' && next !== ')'; next = reader.peek()) {
    parts.push(readRepeat(reader, readAtom(reader)));
  }
  return parts.length === 1 ? (parts[0] as PatternNode) : { kind: 'sequence', parts };
}

function readAtom(reader: PatternReader): PatternNode {
  const character = reader.next() as string;
  switch (character) {
    case '(': {
      const group = readChoice(reader);
      if (!reader.take(')')) {
        throw new PatternError('has a ( without a )');
      }
      return group;
    }
    case '[':
      return { kind: 'character', test: readClass(reader) };
    case '.':
      return { kind: 'character', test: (codePoint) => !LINE_BREAKS.has(codePoint) };
    case '^':
      return { kind: 'start' };
    case '$':
      return { kind: 'end' };
    case '\\': {
      const escaped = readEscape(reader);
      return { kind: 'character', test: typeof escaped === 'string' ? only(escaped) : escaped };
    }
  }
  if (/^[*+?\]{}]$/.test(character)) {
    throw new PatternError(
      `has ${character} where I-Regexp does not allow it: no lookaround, no lazy repetition; to match it,` +
        ` use \\${character}`,
    );
  }
  return { kind: 'character', test: only(character) };
}

function readRepeat(reader: PatternReader, part: PatternNode): PatternNode {
  const bounds = readBounds(reader);
  if (bounds === null) {
    return part;
  }
  if (part.kind === 'start' || part.kind === 'end') {
    throw new PatternError('repeats ^ or $');
  }
  return { kind: 'repeat', part, ...bounds };
}

function readBounds(reader: PatternReader): { readonly min: number; readonly max: number | null } | null {
  if (reader.take('*')) {
    return { min: 0, max: null };
  }
  if (reader.take('+')) {
    return { min: 1, max: null };
  }
  if (reader.take('?')) {
    return { min: 0, max: 1 };
  }
  if (!reader.take('{')) {
    return null;
  }
  const min = readNumber(reader);
  const max = !reader.take(',') ? min : reader.peek() === '}' ? null : readNumber(reader);
  if (!reader.take('}') || (max !== null && max < min)) {
    throw new PatternError('has a repetition other than {2}, {2,} or {2,5}');
  }
  return { min, max };
}

function readNumber(reader: PatternReader): number {
  let digits = '';
  while (/^[0-9]$/.test(reader.peek() ?? '')) {
    digits += reader.next();
  }
  if (digits === '') {
    throw new PatternError('has a repetition other than {2}, {2,} or {2,5}');
  }
  return Number(digits);
}
