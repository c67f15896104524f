/**
 * Whether an ARN matches one of the patterns, in which `*` stands for any characters, and `?` for one. The
 * case counts, as in IAM.
 */
export function matchesAny(arn: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
    return new RegExp(`^${escaped.replace(/\*+/g, '.*').replaceAll('?', '.')}$`, 's').test(arn);
  });
}
