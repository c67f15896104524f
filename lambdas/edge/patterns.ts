import type { EdgePath } from './config';

/** The first new path with a pattern that matches, or null. */
export function pathFor(paths: readonly EdgePath[], uri: string): EdgePath | null {
  return paths.find((path) => path.patterns.some((pattern) => matches(pattern, uri))) ?? null;
}

/**
 * Matches as CloudFront matches a cache behavior: case-sensitive, `*` matches any text, `?` one character.
 */
export function matches(pattern: string, uri: string): boolean {
  let p = 0;
  let star = -1;
  let resume = 0;
  let u = 0;
  while (u < uri.length) {
    if (p < pattern.length && pattern[p] === '*') {
      star = p;
      resume = u;
      p += 1;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === uri[u])) {
      p += 1;
      u += 1;
    } else if (star !== -1) {
      // Let the last star match one more character.
      resume += 1;
      u = resume;
      p = star + 1;
    } else {
      return false;
    }
  }
  while (p < pattern.length && pattern[p] === '*') {
    p += 1;
  }
  return p === pattern.length;
}
