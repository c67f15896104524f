/**
 * The text with the lines inside of brackets, braces and quotes indented deeper. YAML asks for it, and the
 * `yaml` package refuses a line that is not; PyYAML and CloudFormation accept any indentation there.
 */
export function indentFlow(text: string): string {
  const state: State = { depth: 0, quote: '', blockIndent: null };
  return text
    .split('\n')
    .map((line) => {
      const isInside = state.depth > 0 || state.quote !== '';
      scan(line, state);
      return isInside && line.trim() !== '' ? DEEP + line : line;
    })
    .join('\n');
}

/** Deeper than any template is indented. */
const DEEP = ' '.repeat(256);

interface State {
  /** How many brackets and braces are open. */
  depth: number;
  /** The quote that is open, or nothing. */
  quote: string;
  /** The indentation of the line with `|` or `>`, whose text follows; null outside of such a text. */
  blockIndent: number | null;
}

const BLOCK_TEXT = /(?:^|[:\-?]\s+|\s)[|>][-+\d]*\s*(?:#.*)?$/;

/** Reads the brackets and quotes of a line. */
function scan(line: string, state: State): void {
  const indent = line.search(/\S/);
  if (state.blockIndent !== null) {
    if (indent === -1 || indent > state.blockIndent) {
      return;
    }
    state.blockIndent = null;
  }
  for (let i = 0; i < line.length; i += 1) {
    i += step(line, i, state);
  }
  if (state.depth === 0 && state.quote === '' && BLOCK_TEXT.test(line)) {
    state.blockIndent = indent;
  }
}

/** Reads a character; returns how many more it read. */
function step(line: string, i: number, state: State): number {
  const character = line[i] as string;
  if (state.quote !== '') {
    const isEscape = state.quote === '"' ? character === '\\' : character === "'" && line[i + 1] === "'";
    if (isEscape) {
      return 1;
    }
    state.quote = character === state.quote ? '' : state.quote;
    return 0;
  }
  if (character === '#' && (i === 0 || /\s/.test(line[i - 1] as string))) {
    return line.length;
  }
  const isStart = startsValue(line.slice(0, i), state.depth > 0);
  if ((character === '"' || character === "'") && isStart) {
    state.quote = character;
  } else if ((character === '[' || character === '{') && isStart) {
    state.depth += 1;
  } else if ((character === ']' || character === '}') && state.depth > 0) {
    state.depth -= 1;
  }
  return 0;
}

/** Whether a value may begin after a text: elsewhere, a quote or a bracket is a part of plain text. */
function startsValue(before: string, isInFlow: boolean): boolean {
  const text = before.replace(/(?:^|\s)[!&][^\s,[\]{}]*\s*$/, ' ').trimEnd();
  return text === '' || (isInFlow ? /[,[{:]$/.test(text) : /(?:^|\s)[-?]$|:$/.test(text));
}
