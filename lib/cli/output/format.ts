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
 * `indent`. A number stays with the unit, or the word, that follows it. A longer word has a line of its own.
 */
export function wrap(text: string, width: number, indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of unbroken(text.split(/\s+/))) {
    if (line !== '' && textWidth(line) + 1 + textWidth(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join(`\n${indent}`);
}

/** A number, also after a bracket, a sign or an escape sequence of a color. */
const A_NUMBER = /^[^\w]*\d[\d.,]*$/;

/** The words, each number together with the word after it: `60 s`, `10 %`, `1.788 USD`. */
function unbroken(words: readonly string[]): string[] {
  const joined: string[] = [];
  let number: string | null = null;
  for (const word of words) {
    const isNumber = A_NUMBER.test(stripVTControlCharacters(word));
    if (number !== null) {
      joined.push(isNumber ? number : `${number} ${word}`);
    }
    if (number === null && !isNumber) {
      joined.push(word);
    }
    number = isNumber ? word : null;
  }
  return number === null ? joined : [...joined, number];
}

/** The characters that a text takes in a terminal, without its colors. */
export function textWidth(text: string): number {
  return stripVTControlCharacters(text).length;
}

/** Where less is left beside a label, its text begins on the next line. */
const LEAST_BESIDE = 30;

/** A label and its text beside it, wrapped; in a narrow terminal below it. */
export function labelled(label: string, text: string, labelWidth: number, columns: number): string {
  const beside = columns - labelWidth;
  return beside < LEAST_BESIDE
    ? `${label}\n  ${wrap(text, columns - 2, '  ')}`
    : `${label.padEnd(labelWidth)}${wrap(text, beside, ' '.repeat(labelWidth))}`;
}
