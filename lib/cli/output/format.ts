import { stripVTControlCharacters } from 'node:util';

/** Seconds in the two largest units: `45 s`, `12 min 5 s`, `3 d 2 h`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3_600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  const shown = first === -1 ? [] : parts.slice(first, first + 2).filter(([count]) => count > 0);
  return shown.length === 0 ? '0 s' : shown.map(([count, unit]) => `${count} ${unit}`).join(' ');
}

/** Seconds since the start as a time: `+00:11:41`, or `+3d 00:11:41`. */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3_600) % 24, Math.floor(whole / 60) % 60];
  const time = `${two(hours)}:${two(minutes)}:${two(whole % 60)}`;
  const days = Math.floor(whole / 86_400);
  return days > 0 ? `+${days}d ${time}` : `+${time}`;
}

/** A whole number with thousands separators: `13,059,554`. */
export function number(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** US dollars with three decimals. */
export function usd(value: number): string {
  return `${value.toFixed(3)} USD`;
}

/**
 * Wraps text to lines of at most `width` characters, not counting colors. Lines after the first start with
 * `indent`.
 */
export function wrap(text: string, width: number, indent: string): string {
  const lines: string[] = [];
  let line = '';
  const lengthOf = (words: string) => stripVTControlCharacters(words).length;
  for (const word of text.split(/\s+/)) {
    if (line !== '' && lengthOf(line) + 1 + lengthOf(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join(`\n${indent}`);
}
