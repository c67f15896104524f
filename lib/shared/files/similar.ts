import { distance } from 'fastest-levenshtein';

/** The most characters by which a mistyped word may differ. */
const MOST = 3;

/**
 * The word that was probably meant: the same apart from case, `-` and `_`, the only one that begins with it,
 * or the nearest within a few characters.
 * @returns null when none is near, or the word is one of them
 */
export function similarWord(typed: string, words: readonly string[]): string | null {
  const plain = plainOf(typed);
  if (plain === '' || words.includes(typed)) {
    return null;
  }
  const same = words.find((word) => plainOf(word) === plain);
  const begun = words.filter((word) => plain.length >= 3 && plainOf(word).startsWith(plain));
  if (same !== undefined || begun.length === 1) {
    return same ?? begun[0] ?? null;
  }
  const near = words
    .map((word) => ({ word, far: distance(plain, plainOf(word)) }))
    .filter(({ word, far }) => far <= Math.min(MOST, 0.5 * Math.max(plain.length, word.length)))
    .sort((one, other) => one.far - other.far);
  return near[0]?.word ?? null;
}

/** `; did you mean "hold"?`, or nothing. */
export function didYouMean(typed: string, words: readonly string[]): string {
  const similar = similarWord(typed, words);
  return similar === null ? '' : `; did you mean "${similar}"?`;
}

function plainOf(word: string): string {
  return word.toLowerCase().replace(/[-_\s]/g, '');
}
