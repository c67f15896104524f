import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import { seededRandom } from '../../kernel/random';

/** The clock and the chance that expressions see. */
export interface Ambient {
  /** Epoch milliseconds. */
  now(): number;
  /** From 0 to below 1. */
  random(): number;
}

type Bound = (...args: never[]) => unknown;

/** Most elements of `$range`, as for `States.ArrayRange` (Step Functions developer guide). */
const MAX_RANGE = 1_000;

/** JSONata's own names of the algorithms, and Node's. */
const ALGORITHMS: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

const formatTime = jsonata('$fromMillis($millis, $picture, $zone)');

/**
 * Functions that Step Functions adds to JSONata (developer guide, transforming data), and those of JSONata
 * that read the clock or draw a random number, by name.
 */
const FUNCTIONS: Readonly<Record<string, (ambient: Ambient) => Bound>> = {
  parse: () => (text: string) => JSON.parse(text),
  partition: () => partition,
  range: () => range,
  hash: () => hash,
  random: (ambient) => (seed?: number) => (seed === undefined ? ambient.random() : seeded(seed)),
  uuid: (ambient) => () => uuid(ambient),
  now: (ambient) => {
    const millis = ambient.now();
    return (picture?: string, zone?: string) => formatTime.evaluate(undefined, { millis, picture, zone });
  },
  millis: (ambient) => {
    const millis = ambient.now();
    return () => millis;
  },
  shuffle: (ambient) => (list: unknown) => shuffle(ambient, list),
};

/** The functions of Step Functions, and those of JSONata that need a clock or a random number. */
export const SERVICE_FUNCTIONS: ReadonlySet<string> = new Set(Object.keys(FUNCTIONS));

/** Every function of JSONata 2.0.6 except `$eval`, which Step Functions does not have. */
export const JSONATA_FUNCTIONS: ReadonlySet<string> = new Set(
  (
    'sum count max min average string substring substringBefore substringAfter lowercase uppercase length ' +
    'trim pad match contains replace split join formatNumber formatBase formatInteger parseInteger number ' +
    'floor ceil round abs sqrt power random boolean not map zip filter single reduce sift keys lookup ' +
    'append exists spread merge reverse each error assert type sort shuffle distinct base64encode ' +
    'base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl toMillis fromMillis clone ' +
    'now millis'
  ).split(' '),
);

/** Binds the functions above that an expression uses. */
export function bindFunctions(
  bindings: Record<string, unknown>,
  names: ReadonlySet<string>,
  ambient: Ambient,
): void {
  for (const name of names) {
    const bind = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (bind !== undefined) {
      bindings[name] = bind(ambient);
    }
  }
}

function partition(list: unknown, size: number): unknown[][] {
  if (!Array.isArray(list) || !Number.isInteger(size) || size < 1) {
    throw new Error('$partition needs a list and a whole number of at least 1');
  }
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
    list.slice(i * size, (i + 1) * size),
  );
}

/** As a sequence of JSONata: a single element stands for itself, and none for nothing. */
function range(first: number, last: number, step: number): unknown {
  if (![first, last, step].every(Number.isInteger) || step === 0) {
    throw new Error('$range needs whole numbers, and a step that is not 0');
  }
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > MAX_RANGE) {
    throw new Error(`$range has ${length} elements; at most ${MAX_RANGE} are allowed`);
  }
  const elements = Array.from({ length }, (_, i) => first + i * step);
  return elements.length > 1 ? elements : elements[0];
}

function hash(text: string, algorithm: string): string {
  const known = Object.hasOwn(ALGORITHMS, algorithm) ? ALGORITHMS[algorithm] : undefined;
  if (typeof text !== 'string' || known === undefined) {
    throw new Error(`$hash needs text, and one of ${Object.keys(ALGORITHMS).join(', ')}`);
  }
  return createHash(known).update(text, 'utf8').digest('hex');
}

/** The same seed gives the same number, but not the number that Step Functions gives. */
function seeded(seed: number): number {
  if (!Number.isInteger(seed)) {
    throw new Error('$random needs a whole number as its seed');
  }
  return seededRandom(seed).uniform();
}

function uuid(ambient: Ambient): string {
  const digits = Array.from({ length: 32 }, () => Math.floor(16 * ambient.random()));
  digits[12] = 4;
  digits[16] = 8 + ((digits[16] as number) % 4);
  const text = digits.map((digit) => digit.toString(16)).join('');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join(
    '-',
  );
}

function shuffle(ambient: Ambient, list: unknown): unknown {
  if (!Array.isArray(list)) {
    return list;
  }
  const shuffled: unknown[] = [];
  for (const [i, item] of list.entries()) {
    const j = Math.floor(ambient.random() * (i + 1));
    shuffled.splice(j, 0, item);
  }
  return shuffled;
}
