/** A line that breaks a rule on text. */
export interface TextFinding {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

/** Columns at which code, comments and Markdown wrap; Biome's `lineWidth` is the same. */
const COLUMNS = 110;

/** Words that are not plain English in the field's terms, with what to write instead. */
const AVOIDED: readonly (readonly [RegExp, string])[] = [
  [/\b(told|tells)\b/i, 'say what it does: prints, reports, returns, records'],
  [/\b(rings|rang)\b/i, 'an alarm fires, or goes to ALARM'],
  [/\bill\b/i, 'unhealthy'],
  [/\bborne\b|\bbears\b/i, 'has, carries'],
  [/\banew\b/i, 'again, or restarts'],
  [/\bway back\b/i, 'the revert'],
  [/\bgoes by\b/i, 'passes, or uses'],
  [/\bspeaks of\b/i, 'covers, or describes'],
  [/\blooks? at\b|\blooked at\b/i, 'reads, checks, evaluates'],
];

/** What breaks a rule in a file: lines that are too wide, and words that are avoided. */
export function findingsIn(file: string, text: string): readonly TextFinding[] {
  const isTest = file.startsWith('test/');
  return text.split('\n').flatMap((content, i): TextFinding[] => {
    const line = i + 1;
    const wide = isTooWide(file, content)
      ? [{ file, line, message: `${content.length} columns; wrap at ${COLUMNS}` }]
      : [];
    const words = file.endsWith('text-rules.ts')
      ? []
      : AVOIDED.flatMap(([pattern, instead]) => {
          const found = pattern.exec(content)?.[0];
          const message = `"${found}" is avoided: ${instead}`;
          return found === undefined || (isTest && QUOTED_INPUT.test(content))
            ? []
            : [{ file, line, message }];
        });
    return [...wide, ...words];
  });
}

/** A test may quote an avoided word as input. */
const QUOTED_INPUT = /\/\/ input/;

/** Tables of Markdown and strings of JSON cannot wrap, nor can a line that is mostly one word (a URL). */
function isTooWide(file: string, content: string): boolean {
  const cannotWrap = file.endsWith('.json') || (file.endsWith('.md') && /^\s*\|/.test(content));
  if (content.length <= COLUMNS || cannotWrap) {
    return false;
  }
  const longest = Math.max(
    ...content
      .trim()
      .split(/\s+/)
      .map((word) => word.length),
  );
  return longest <= COLUMNS - 40;
}
