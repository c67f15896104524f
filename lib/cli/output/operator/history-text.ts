import colors from 'picocolors';
import type { CutoverHistoryEntry } from '../../../operator/history';
import { wrap } from '../format';

const TIME = 20;
const WHAT = 22;

/** One entry of the story, in the style of a rehearsal's transcript. */
export function printHistoryEntry(
  { at, source, what, reason, by }: CutoverHistoryEntry,
  columns: number,
): string {
  const time = `${at.slice(0, 10)} ${at.slice(11, 19)}`.padEnd(TIME);
  const indent = ' '.repeat(TIME + 2);
  const asked = by === 'cutover' ? '' : ` (${by})`;
  const text = wrap(`${reason}${asked}`, Math.max(40, columns - indent.length), indent);
  const head = source === 'decision' ? colors.cyan(what) : colors.yellow(what);
  return `${colors.dim(time)}  ${head.padEnd(WHAT)}\n${indent}${text}\n`;
}
