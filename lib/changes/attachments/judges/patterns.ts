/**
 * Whether some text matches two patterns with `*` (any characters) and `?` (one character). A part that is
 * known only in AWS (`<…>`) may be any text.
 */
export function mayMatchBoth(one: string, other: string): boolean {
  const [left, right] = [symbols(one), symbols(other)];
  const length = Math.min(plainLength(left), plainLength(right));
  if (left.slice(0, length).join('') !== right.slice(0, length).join('')) {
    return false;
  }
  // Row by row over the prefixes of the first pattern: which prefixes of the second match a common text.
  let row = firstRow(right);
  for (const symbol of left) {
    const next = [symbol === '*' && row[0] === true];
    right.forEach((against, i) => {
      const isEither = symbol === '*' || against === '*';
      const both = symbol === against || symbol === '?' || against === '?';
      next.push(
        isEither ? row[i + 1] === true || next[i] === true || row[i] === true : both && row[i] === true,
      );
    });
    row = next;
  }
  return row.at(-1) === true;
}

/** The prefixes of a pattern that match the empty text. */
function firstRow(pattern: readonly string[]): boolean[] {
  const row = [true];
  for (const symbol of pattern) {
    row.push(row.at(-1) === true && symbol === '*');
  }
  return row;
}

function symbols(pattern: string): string[] {
  return [...pattern.replace(/<[^>]*>/g, '*')];
}

/** How many symbols come before the first one that stands for others. */
function plainLength(pattern: readonly string[]): number {
  const first = pattern.findIndex((symbol) => symbol === '*' || symbol === '?');
  return first === -1 ? pattern.length : first;
}
