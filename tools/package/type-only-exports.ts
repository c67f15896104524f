/**
 * Declares classes that the entry exports as types only as what they are. API Extractor writes them as any
 * class, so that a program that creates one would compile, and fail where it runs.
 * @param declarations the text of the rolled-up declarations
 * @param entry the text of `lib/index.ts`
 */
export function withTypeOnlyExports(declarations: string, entry: string): string {
  const names = [...entry.matchAll(/^export type \{([^}]*)\}/gm)]
    .flatMap(([, list = '']) => list.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const classes = names.filter((name) =>
    new RegExp(`^export declare (?:abstract )?class ${name}\\b`, 'm').test(declarations),
  );
  if (classes.length === 0) {
    return declarations;
  }
  const declared = declarations.replace(
    /^export (declare (?:abstract )?class (\w+)\b)/gm,
    (whole, rest: string, name: string) => (classes.includes(name) ? rest : whole),
  );
  return `${declared.trimEnd()}\nexport type { ${classes.sort().join(', ')} };\n`;
}
