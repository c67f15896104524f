/**
 * The person behind an approval, by the ARN of who sent it; null where the plan names others. Whoever assumes
 * a role chooses the name of the session, so that a role is one person, however many sessions it has.
 * @param named patterns in which `*` stands for any characters; undefined: anybody
 */
export function approverOf(by: string, named: readonly string[] | undefined): string | null {
  const isNamed = named?.some((pattern) => matches(by, pattern.split('*'))) ?? true;
  const [kind = '', role = ''] = by.split('/');
  return isNamed ? (kind.endsWith(':assumed-role') ? `${kind}/${role}` : by) : null;
}

/** Whether a text has these parts in this order, the first at its beginning and the last at its end. */
function matches(text: string, [first = '', ...others]: readonly string[]): boolean {
  const rest = text.slice(first.length);
  if (!text.startsWith(first) || others.length === 0) {
    return text === first;
  }
  return Array.from(rest, (_, i) => rest.slice(i))
    .concat('')
    .some((end) => matches(end, others));
}
