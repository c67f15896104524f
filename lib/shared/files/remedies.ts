import type { Problem } from '../../../lambdas/core/validation/problems';
import { placeholderIn } from './other-formats';
import { didYouMean } from './similar';

const UNKNOWN_FIELD = /^is not a field; allowed fields: (.+)$/;
const ONE_OF = /; must be one of (.+)$/;
const NUMBER = /; must be a (?:whole )?number from /;
const FLAG = /; must be true or false\b/;
const NOT_TEXT = /; must be (?:a list|a mapping|one of|true or false|a (?:whole )?number)\b/;

/** Seconds of each unit of a duration as people write it. */
const UNITS: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  sec: 1,
  second: 1,
  m: 60,
  min: 60,
  minute: 60,
  h: 3_600,
  hr: 3_600,
  hour: 3_600,
  d: 86_400,
  day: 86_400,
  w: 604_800,
  week: 604_800,
};

/**
 * A problem with what to write instead, where that follows from what was found.
 * @param found the value at the path of the problem; undefined where there is none
 * @param source the text of that value in the file
 */
export function withRemedy(problem: Problem, found: unknown, source: string): Problem {
  const { path, message } = problem;
  if (placeholderIn(source) !== null && !UNKNOWN_FIELD.test(message)) {
    const what = 'is the placeholder of a template; fill the template in first, and give its result';
    return { path, message: what };
  }
  return { path, message: `${message}${remedyFor(problem, found)}` };
}

function remedyFor({ path, message }: Problem, found: unknown): string {
  const fields = UNKNOWN_FIELD.exec(message)?.[1]?.split(', ');
  if (fields !== undefined) {
    return didYouMean(/[^.]*$/.exec(path)?.[0] ?? '', fields);
  }
  if (found === null) {
    return path === '' ? '' : '; give it a value, or remove it';
  }
  if (typeof found === 'number' || typeof found === 'boolean') {
    return NOT_TEXT.test(message) || !message.startsWith(`is ${found};`)
      ? ''
      : `; it was read as a ${typeof found}: write it in quotes`;
  }
  if (typeof found !== 'string') {
    return '';
  }
  if (NUMBER.test(message)) {
    return numberRemedy(found.trim(), message);
  }
  if (FLAG.test(message)) {
    return flagRemedy(found.trim().toLowerCase());
  }
  const words = ONE_OF.exec(message)?.[1];
  return words === undefined
    ? ''
    : didYouMean(
        found,
        [...words.matchAll(/"([^"]+)"/g)].map(([, word]) => word as string),
      );
}

/** `10m` where seconds are meant is 600, and `10%` is 10. */
function numberRemedy(found: string, message: string): string {
  const percent = /^(\d+(?:\.\d+)?)\s*(?:%|percent)$/i.exec(found)?.[1];
  if (percent !== undefined) {
    return `; write ${percent}`;
  }
  const plain = found.replace(/[,_\s]/g, '');
  if (/^[+-]?\d+(?:\.\d+)?$/.test(plain)) {
    return `; write ${Number(plain)}, without quotes`;
  }
  const seconds = secondsIn(found.toLowerCase());
  if (seconds === null) {
    return '';
  }
  return /milliseconds/.test(message)
    ? `; write ${Math.round(1_000 * seconds)}`
    : /seconds/.test(message)
      ? `; write ${Math.round(seconds)}`
      : '';
}

/** The seconds of `10m`, `1h30m`, `2 hours` or `PT10M`; null for any other text. */
function secondsIn(text: string): number | null {
  const [, days = '', time = ''] = /^p(\d+d)?(?:t([\dhms.]+))?$/.exec(text) ?? [];
  const parts = days + time === '' ? text : days + time;
  const units = [...parts.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)\s*/g)];
  const isWhole = units.map(([whole]) => whole).join('') === parts;
  if (units.length === 0 || !isWhole) {
    return null;
  }
  const seconds = units.map(([, count, unit = '']) => {
    const of = UNITS[unit] ?? UNITS[unit.replace(/s$/, '')];
    return of === undefined ? Number.NaN : Number(count) * of;
  });
  const sum = seconds.reduce((total, one) => total + one, 0);
  return Number.isNaN(sum) ? null : sum;
}

function flagRemedy(found: string): string {
  const isTrue = ['yes', 'on', 'true', 'y', '1'].includes(found);
  const isFalse = ['no', 'off', 'false', 'n', '0'].includes(found);
  return isTrue || isFalse ? `; write ${isTrue}, without quotes` : '';
}
