/**
 * A number with its noun: `1 check`, `2 checks`, `0 tries`.
 * @param many the plural of the noun; by default the singular with an "s"
 */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
