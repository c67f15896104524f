import * as v from 'valibot';

/**
 * Building blocks of the plan and scenario schemas. Each has one message, "must be …", which follows what was
 * found ("is 120; must be …") and is also the description in the JSON Schema.
 */

/** A whole number from `min` to `max`. */
export function wholeNumber(min: number, max: number, what = '') {
  const must = `must be a whole number from ${min} to ${max}${what === '' ? '' : ` (${what})`}`;
  return v.pipe(
    v.number(must),
    v.integer(must),
    v.minValue(min, must),
    v.maxValue(max, must),
    v.description(must),
  );
}

/** A number, not necessarily whole, from `min` to `max`. */
export function numberBetween(min: number, max: number, what = '') {
  const must = `must be a number from ${min} to ${max}${what === '' ? '' : ` (${what})`}`;
  return v.pipe(
    v.number(must),
    v.finite(must),
    v.minValue(min, must),
    v.maxValue(max, must),
    v.description(must),
  );
}

/**
 * Text that matches a pattern. `must` describes the pattern in words.
 * @throws RangeError, when the schema is built, for a pattern that would accept other text around a valid one
 */
export function textLike(pattern: RegExp, must: string) {
  if (!matchesWholeText(pattern)) {
    throw new RangeError(`${pattern} must begin with "^" and end with "$" in every alternative`);
  }
  return v.pipe(v.string(must), v.regex(pattern, must), v.description(must));
}

function matchesWholeText({ source, multiline }: RegExp): boolean {
  let outside = source.replace(/\\./g, '').replace(/\[[^\]]*\]/g, '');
  while (/\([^()]*\)/.test(outside)) {
    outside = outside.replace(/\([^()]*\)/g, '');
  }
  const alternatives = outside.split('|');
  return !multiline && alternatives.every((one) => one.startsWith('^') && one.endsWith('$'));
}

/** Text of 1 to `maxLength` characters. */
export function text(maxLength: number, what: string) {
  const must = `must be ${what}, 1 to ${maxLength} characters`;
  return v.pipe(v.string(must), v.minLength(1, must), v.maxLength(maxLength, must), v.description(must));
}

/** One of a few words. */
export function oneOf<const Options extends readonly string[]>(...options: Options) {
  const must = `must be one of ${options.map((option) => `"${option}"`).join(', ')}`;
  return v.pipe(v.picklist(options, must), v.description(must));
}

/** A mapping of names to values, such as HTTP headers. */
export function namesAndValues<Name extends v.GenericSchema<string, string>, Value extends v.GenericSchema>(
  name: Name,
  value: Value,
  what: string,
) {
  const must = `must be a mapping of ${what}`;
  return v.pipe(v.record(name, value, must), v.description(must));
}

/** true or false. */
export function flag(what: string) {
  const must = `must be true or false (${what})`;
  return v.pipe(v.boolean(must), v.description(must));
}

/** A list of `min` to `max` items. Items that are text must be unique. */
export function listOf<Item extends v.GenericSchema>(item: Item, min: number, max: number, what: string) {
  const must = `must be a list of ${min} to ${max} ${what}`;
  return v.pipe(
    v.array(item, must),
    v.minLength(min, must),
    v.maxLength(max, must),
    v.check((items) => {
      const words = (items as unknown[]).filter((one) => typeof one === 'string');
      return new Set(words).size === words.length;
    }, `${must}, without duplicates`),
    v.description(must),
  );
}

/** A duration in seconds. By default at most 30 days. */
export function seconds(min: number, what: string, max = LONGEST_SECONDS) {
  return wholeNumber(min, max, `seconds, ${what}`);
}

/** The longest duration that a plan may have, in seconds: 30 days. */
export const LONGEST_SECONDS = 2_592_000;

/** The pattern of the ARN of a caller: `*` stands for any characters, and `?` for one. */
export const arnPattern = textLike(
  /^arn:.{1,2000}$/,
  'must be the pattern of an ARN, such as arn:aws:iam::111122223333:user/*',
);
