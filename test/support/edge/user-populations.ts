import { createHash } from 'node:crypto';

/** The number of users of a population. */
export const USERS = 100_000;

const firstNames =
  'james mary john patricia robert jennifer michael linda david elizabeth william barbara'.split(' ');
const lastNames =
  'smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez'.split(' ');
const digest = (i: number) => createHash('sha256').update(`user ${i}`).digest();

function uuid(i: number): string {
  const hex = digest(i).toString('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`];
  return [...parts, hex.slice(20, 32)].join('-');
}

function person(i: number): string {
  const first = firstNames[i % 12];
  const last = lastNames[Math.floor(i / 12) % 12];
  return `${first}.${last}${Math.floor(i / 144)}`;
}

/** A number with a check digit that makes the sum of its digits a multiple of ten. */
function withCheckDigit(i: number): string {
  const digits = `${USERS + i}`;
  const sum = [...digits].reduce((total, digit) => total + Number(digit), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

/**
 * User names of common forms. Each population has a hundred thousand different names, the same in every run.
 */
export const populations: Readonly<Record<string, (i: number) => string>> = {
  'user names: mary.smith12': person,
  'e-mail addresses: mary.smith12@example.com': (i) => `${person(i)}@example.com`,
  'random UUIDs': uuid,
  'random tokens of 22 characters': (i) => digest(i).toString('base64url').slice(0, 22),
  'sequential numbers: 1, 2, 3': (i) => `${i + 1}`,
  'sequential ids: user000042': (i) => `user${String(i).padStart(6, '0')}`,
  'tenants of ten: t0042-user7': (i) => `t${String(Math.floor(i / 10)).padStart(5, '0')}-user${i % 10}`,
  'numbers with a check digit: 1000054': withCheckDigit,
  'repeated names: 100005@100005.example.com': (i) => `${USERS + i}@${USERS + i}.example.com`,
  'numbers in steps of 44': (i) => `${44 * i}`,
};

/**
 * The percent with the largest deviation of the share of users below it, and the deviation in percentage
 * points.
 */
export function worstShare(buckets: readonly number[]): [number, number] {
  const counts = new Array<number>(100).fill(0);
  for (const bucket of buckets) {
    counts[bucket] = (counts[bucket] as number) + 1;
  }
  let below = 0;
  let worst: [number, number] = [0, 0];
  counts.forEach((count, i) => {
    below += count;
    const deviation = (below / buckets.length) * 100 - (i + 1);
    if (Math.abs(deviation) > Math.abs(worst[1])) {
      worst = [i + 1, deviation];
    }
  });
  return worst;
}

/**
 * The standard deviation, in percentage points, of the share of users on the new side in groups of ten
 * similar names. For independent users it is `sqrt(p(100-p)/10)` at a percent of p.
 */
export function groupDeviation(bucket: (user: string) => number, percent: number): number {
  const user = populations['tenants of ten: t0042-user7'] as (i: number) => string;
  let squares = 0;
  for (let group = 0; group < USERS / 10; group += 1) {
    let onNew = 0;
    for (let i = 0; i < 10; i += 1) {
      onNew += bucket(user(10 * group + i)) < percent ? 1 : 0;
    }
    squares += (10 * onNew - percent) ** 2;
  }
  return Math.sqrt(squares / (USERS / 10));
}
