import { textWidth, wrap } from './format';

/** A column of a table in the terminal. */
export interface TextColumn {
  readonly head: string;
  /** Numbers: aligned to the right. */
  readonly isNumber?: boolean;
}

/** What a column takes beside its text: a border, and a space on each side. */
const AROUND = 3;

/**
 * A table that fits the terminal: the widest columns are wrapped first, between words. Where even the longest
 * words do not fit beside each other, each row is a list of its cells.
 */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const cellsOf = (i: number) => [columns[i]?.head ?? '', ...rows.map((row) => row[i] ?? '')];
  const natural = columns.map((_, i) => Math.max(...cellsOf(i).flatMap(lines).map(textWidth)));
  const least = columns.map((_, i) => Math.max(...cellsOf(i).flatMap((cell) => unbreakable(cell))));
  const room = width - 1 - AROUND * columns.length;
  const widths = shrunk(natural, least, room);
  return widths === null
    ? rows.map((row) => record(columns, row, width)).join('\n\n')
    : drawn(columns, rows, widths);
}

/**
 * Draws the lines of a table whose cells are wrapped to known widths. cli-table3 measures each cell again for
 * every character that does not fit, which takes seconds for some hundred rows.
 */
function drawn(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  widths: readonly number[],
): string {
  const bars = widths.map((width) => '─'.repeat(width + 2));
  const heads = columns.map(({ head }) => head);
  const table = [heads, ...rows].map((row) => drawnRow(columns, row, widths));
  return [`┌${bars.join('┬')}┐`, table.join(`\n├${bars.join('┼')}┤\n`), `└${bars.join('┴')}┘`].join('\n');
}

function drawnRow(columns: readonly TextColumn[], row: readonly string[], widths: readonly number[]): string {
  const cells = columns.map((_, i) =>
    lines(row[i] ?? '').flatMap((line) => wrap(line, widths[i] ?? 0, '').split('\n')),
  );
  const height = Math.max(...cells.map((cell) => cell.length));
  return Array.from({ length: height }, (_, at) => {
    const parts = cells.map((cell, i) => {
      const text = cell[at] ?? '';
      const room = ' '.repeat(Math.max(0, (widths[i] ?? 0) - textWidth(text)));
      return columns[i]?.isNumber === true ? ` ${room}${text} ` : ` ${text}${room} `;
    });
    return `│${parts.join('│')}│`;
  }).join('\n');
}

/** The widths of the columns, the widest of which give way first; null when the least do not fit. */
function shrunk(
  natural: readonly number[],
  least: readonly number[],
  room: number,
): readonly number[] | null {
  const widths = [...natural];
  for (let over = sum(widths) - room; over > 0; over -= 1) {
    const widest = widths
      .map((one, i) => ({ one, i }))
      .filter(({ one, i }) => one > (least[i] ?? 0))
      .sort((a, b) => b.one - a.one)[0];
    if (widest === undefined) {
      return null;
    }
    widths[widest.i] = widest.one - 1;
  }
  return widths;
}

/** `risk: high`, and the other cells, each on a line of its own. */
function record(columns: readonly TextColumn[], row: readonly string[], width: number): string {
  return row
    .map((cell, i) => ({ head: columns[i]?.head ?? '', cell: cell.replace(/\n/g, ' ') }))
    .filter(({ cell }) => cell !== '')
    .map(({ head, cell }) => wrap(head === '' ? cell : `${head}: ${cell}`, width - 2, '  '))
    .join('\n');
}

/** The widths of the parts of a text between which it can be wrapped. */
function unbreakable(text: string): number[] {
  return wrap(text, 1, '').split('\n').map(textWidth);
}

function lines(text: string): string[] {
  return text.split('\n');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
