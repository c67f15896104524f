/** What the documentation of a declaration says. */
export interface Comment {
  /** Meaning, unit and range, in Markdown. */
  readonly text: string;
  /** The text of `@default`; null without one. */
  readonly default: string | null;
  /** The texts of `@param`, by name. */
  readonly params: ReadonlyMap<string, string>;
  /** The text of `@throws`; null without one. */
  readonly throws: string | null;
}

/** What a declaration without documentation says. */
export const NO_COMMENT: Comment = { text: '', default: null, params: new Map(), throws: null };

/** Reads a comment of TypeScript, from its first `/**` to its end. */
export function readComment(source: string): Comment {
  const lines = source
    .replace(/^\s*\/\*\* ?/, '')
    .replace(/\*\/\s*$/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd());
  const [text = '', ...blocks] = lines.join('\n').split(/^@(?=[a-z])/m);
  const named = blocks.map((block) => {
    const [, tag = '', rest = ''] = /^(\w+)([\s\S]*)$/.exec(block) ?? [];
    return { tag, rest: joined(rest) };
  });
  const one = (tag: string) => named.find((block) => block.tag === tag)?.rest ?? null;
  return {
    text: text.trim(),
    default: one('default'),
    params: new Map(
      named.flatMap(({ tag, rest }) => {
        const found = tag === 'param' ? /^(\w+) (?:- )?(.*)$/.exec(rest) : null;
        return found === null ? [] : [[found[1] as string, found[2] as string] as const];
      }),
    ),
    throws: one('throws'),
  };
}

/** The `@example` of a comment, with its indentation; null without one. */
export function readExample(source: string): string | null {
  const [, example] = /\n \* @example\n((?: \*(?! @|\/).*\n)*)/.exec(source) ?? [];
  return example === undefined ? null : example.replace(/^ \* ?/gm, '').trim();
}

function joined(lines: string): string {
  return lines.trim().replace(/\s*\n\s*/g, ' ');
}
