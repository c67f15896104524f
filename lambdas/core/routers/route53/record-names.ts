/**
 * A name that Route 53 returned, in the spelling of a plan: lower case, without the dot at its end. Route 53
 * writes most characters as octal escapes: `*` as `\052`, `@` as `\100`. That of a dot stays, because it is
 * part of a label.
 * Source: Amazon Route 53 Developer Guide, "DNS domain name format".
 */
export function plainName(name: string): string {
  const spelled = (name.includes('\\') ? withoutEscapes(name) : name).toLowerCase();
  return spelled.endsWith('.') ? spelled.slice(0, -1) : spelled;
}

function withoutEscapes(name: string): string {
  return name.replace(/\\([0-3][0-7]{2})/g, (code, octal: string) => {
    const character = String.fromCharCode(Number.parseInt(octal, 8));
    return character === '.' || character === '\\' ? code : character;
  });
}

/** Whether a name that Route 53 returned is this record name of a plan. */
export function sameName(name: string | undefined, recordName: string): boolean {
  return name !== undefined && plainName(name) === recordName;
}
