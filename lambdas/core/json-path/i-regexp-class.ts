/** Whether a code point belongs to a set of characters. */
export type CharacterTest = (codePoint: number) => boolean;

/** Where a pattern is read. */
export interface PatternReader {
  /** The next character, or undefined at the end. */
  peek(ahead?: number): string | undefined;
  /** Reads the character if it is the next one. */
  take(character: string): boolean;
  /** Reads any character; undefined at the end. */
  next(): string | undefined;
}

/** Reads a pattern character by character; a pair of surrogates is one character. */
export function patternReader(pattern: string): PatternReader {
  const characters = Array.from(pattern);
  let at = 0;
  return {
    peek: (ahead = 0) => characters[at + ahead],
    take: (character) => {
      const found = characters[at] === character;
      at += found ? 1 : 0;
      return found;
    },
    next: () => {
      const character = characters[at];
      at += 1;
      return character;
    },
  };
}

/** The pattern is not an I-Regexp that can be run. The message says why, and contains none of the pattern. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
const ESCAPABLE = /^[()*+\-.?[\\\]^{|}]$/;
const CATEGORY = /^(L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|Z[lps]?|S[ckmo]?|C[cfno]?)$/;

/** The set that an escape after `\` stands for: one character, or a category such as `\p{Lu}`. */
export function readEscape(reader: PatternReader): string | CharacterTest {
  const letter = reader.next();
  if (letter === 'p' || letter === 'P') {
    return readCategory(reader, letter);
  }
  const character = letter === undefined ? undefined : singleEscape(letter);
  if (character === undefined) {
    throw new PatternError('has an escape that I-Regexp does not have, such as \\d (use [0-9])');
  }
  return character;
}

function singleEscape(letter: string): string | undefined {
  return ESCAPABLE.test(letter) ? letter : new Map(Object.entries(ESCAPES)).get(letter);
}

function readCategory(reader: PatternReader, letter: 'p' | 'P'): CharacterTest {
  let name = '';
  if (reader.take('{')) {
    while (name.length < 3 && reader.peek() !== '}' && reader.peek() !== undefined) {
      name += reader.next();
    }
  }
  if (!CATEGORY.test(name) || !reader.take('}')) {
    throw new PatternError('has a category that I-Regexp does not have; use one such as \\p{Lu}');
  }
  // Applied to a single character, so it cannot backtrack.
  const one = new RegExp(`^\\${letter}{${name}}$`, 'u');
  return (codePoint) => one.test(String.fromCodePoint(codePoint));
}

/** The set between `[`, which is read already, and `]`. */
export function readClass(reader: PatternReader): CharacterTest {
  const negated = reader.take('^');
  const tests: CharacterTest[] = [];
  if (reader.take('-')) {
    tests.push(only('-'));
  }
  while (!reader.take(']')) {
    if (reader.peek() === '-' && reader.peek(1) === ']' && tests.length > 0) {
      reader.next();
      tests.push(only('-'));
    } else {
      tests.push(readMember(reader));
    }
  }
  if (tests.length === 0) {
    throw new PatternError('has an empty character class');
  }
  return (codePoint) => tests.some((test) => test(codePoint)) !== negated;
}

function readMember(reader: PatternReader): CharacterTest {
  const first = readClassCharacter(reader);
  if (typeof first !== 'string') {
    return first;
  }
  if (reader.peek() !== '-' || reader.peek(1) === ']') {
    return only(first);
  }
  reader.next();
  const last = readClassCharacter(reader);
  if (typeof last !== 'string' || code(last) < code(first)) {
    throw new PatternError('has a range of characters that is not in order');
  }
  return (codePoint) => codePoint >= code(first) && codePoint <= code(last);
}

function readClassCharacter(reader: PatternReader): string | CharacterTest {
  const character = reader.next();
  if (character === undefined) {
    throw new PatternError('has a character class without an end');
  }
  if (character === '\\') {
    return readEscape(reader);
  }
  if (character === '[' || character === '-') {
    throw new PatternError(`has ${character} inside a character class; use \\${character}`);
  }
  return character;
}

/** A set of one character. */
export function only(character: string): CharacterTest {
  const codePoint = code(character);
  return (other) => other === codePoint;
}

function code(character: string): number {
  return character.codePointAt(0) as number;
}
