const COLUMNS = 110;

/** A page whose paragraphs and lists wrap at 110 columns. Code, tables and headings stay as they are. */
export function wrapped(page: string): string {
  const parts = page.split(/(^```[\s\S]*?^```$)/m);
  return parts.map((part) => (part.startsWith('```') ? part : wrapText(part))).join('');
}

function wrapText(text: string): string {
  return text
    .split('\n')
    .flatMap((line) => (/^(\||#|<!--)/.test(line) ? [line] : wrapLine(line)))
    .join('\n');
}

/** Breaks a line at spaces outside of code and links, and keeps the indentation of a list item. */
function wrapLine(line: string): readonly string[] {
  if (line.length <= COLUMNS) {
    return [line];
  }
  const indent = /^\s*(?:- )?/.exec(line)?.[0].replace(/-/, ' ') ?? '';
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(/ (?=(?:[^`]*`[^`]*`)*[^`]*$)(?![^[\]]*\])/)) {
    if (current !== '' && current.length + 1 + word.length > COLUMNS) {
      lines.push(current);
      current = `${indent}${word}`;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return [...lines, current];
}
