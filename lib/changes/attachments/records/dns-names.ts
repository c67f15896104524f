/**
 * A DNS name as Route 53 compares it: in lower case, without the final dot, and with octal escapes such as
 * `\052` for `*` (Route 53, "DNS domain name format").
 */
export function normalName(name: string): string {
  return name
    .replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)))
    .toLowerCase()
    .replace(/\.$/, '');
}

/** Whether a name is below another one. */
export function isUnder(name: string, above: string): boolean {
  return name.endsWith(`.${above}`);
}

/** Whether a name is a wildcard: `*` counts only as the first label. */
export function isWildcard(name: string): boolean {
  return name.startsWith('*.');
}

/**
 * The wildcard, of those that exist, that answers queries for a name: the one of the closest name above that
 * exists (RFC 4592). None does for a name that exists itself, or below one that is closer than its wildcard.
 * @param exists whether there is a record at a name, or below it
 */
export function wildcardFor(name: string, exists: (name: string) => boolean): string | null {
  if (exists(name)) {
    return null;
  }
  const labels = name.split('.');
  for (let i = 1; i < labels.length; i += 1) {
    const above = labels.slice(i).join('.');
    if (exists(`*.${above}`)) {
      return `*.${above}`;
    }
    if (exists(above)) {
      return null;
    }
  }
  return null;
}
