import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Options } from './options';
import { NOTHING, type RunTotals } from './totals';

/** What a simulation that can go on has run so far. */
export interface SavedState {
  /** What was asked for, and the code that ran. A simulation goes on only with the same. */
  readonly asked: Readonly<Record<string, unknown>>;
  /** The indexes of batches that have ended, as ranges of a first and a last one. */
  readonly done: readonly (readonly [number, number])[];
  readonly totals: RunTotals;
}

const root = join(__dirname, '..', '..');
const CODE = ['lambdas', 'lib', 'statemachine', 'tools/simulate'];

/** What decides which cases are run and what they give. */
export function askedFor({ runs, seed, shard, router, mutant, only }: Options): SavedState['asked'] {
  return {
    ...{ runs, seed, shard: `${shard.index}/${shard.count}` },
    ...{ router: router ?? 'any', mutant: mutant ?? 'none', only: only ?? 'none', code: codeHash() },
  };
}

/**
 * Reads a state, or begins one.
 * @throws Error for a file that is no state, or is one of another simulation or of other code
 */
export function readState(file: string, asked: SavedState['asked']): SavedState {
  if (!existsSync(file)) {
    return { asked, done: [], totals: NOTHING };
  }
  const state = parsed(file);
  const other = Object.keys(asked).filter((name) => asked[name] !== state.asked[name]);
  if (other.length > 0) {
    const differences = other.map((name) =>
      name === 'code' ? 'the code has changed' : `${name} was ${state.asked[name]}, not ${asked[name]}`,
    );
    throw new Error(
      `${file} is the state of another simulation: ${differences.join('; ')}. ` +
        'Remove it, or name another file, to begin again.',
    );
  }
  return state;
}

/** Writes a state as a whole or not at all, whenever this process is stopped. */
export function writeState(file: string, state: SavedState): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(state, null, 1)}\n`);
  renameSync(`${file}.new`, file);
}

/** Whether a batch has ended. */
export function isDone({ done }: Pick<SavedState, 'done'>, index: number): boolean {
  return done.some(([first, last]) => index >= first && index <= last);
}

/** The ranges with one more index. */
export function withDone(done: SavedState['done'], index: number): SavedState['done'] {
  const ranges: [number, number][] = [];
  for (const [first, last] of [...done, [index, index] as const].sort(([a], [b]) => a - b)) {
    const before = ranges.at(-1);
    if (before !== undefined && first <= before[1] + 1) {
      before[1] = Math.max(before[1], last);
    } else {
      ranges.push([first, last]);
    }
  }
  return ranges;
}

function parsed(file: string): SavedState {
  try {
    const state = JSON.parse(readFileSync(file, 'utf8')) as SavedState;
    if (typeof state.asked === 'object' && Array.isArray(state.done) && typeof state.totals === 'object') {
      return state;
    }
  } catch {
    // Reported below, as any other file that is no state.
  }
  throw new Error(`${file} is not the state of a simulation. Remove it, or name another file.`);
}

/** Of all that a simulation runs. */
function codeHash(): string {
  const hash = createHash('sha256');
  const files = CODE.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  );
  for (const file of [...files.filter((name) => /\.(ts|json)$/.test(name)).sort(), 'package-lock.json']) {
    hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex').slice(0, 16);
}
