import type { KeyValueWriter } from '../../../../lambdas/adapters/routers/cloudfront-kvs/key-value-writer';
import { AwsError, fromAws } from '../../../shared/aws-error';
import { MOVES_PERCENT } from './assignments';

/** Changes of any key change the store's ETag. After this many in a row, the store is busy. */
const ATTEMPTS = 5;

/** A key with what it held and what it is to hold. */
export interface KeyChange {
  readonly key: string;
  /** Null: the store did not have the key. */
  readonly before: string | null;
  readonly after: string;
}

/** How `cutover kvs set` ended. The document of `--json` has the same fields. */
export interface KeysSet {
  readonly store: string;
  /**
   * `succeeded`: every key holds its URL · `unchanged`: they did already · `dry-run` · `rejected`: nothing
   * was written
   */
  readonly outcome: 'succeeded' | 'unchanged' | 'dry-run' | 'rejected';
  readonly reason: string;
  readonly keys: readonly KeyChange[];
}

/** What to set, and where. */
export interface KeysOrder {
  readonly store: string;
  /** URLs by key, all of them valid. */
  readonly values: ReadonlyMap<string, string>;
  readonly dryRun: boolean;
}

/**
 * Sets keys of a store in one change, all of them or none. The ETag is read before the values, so that the
 * store refuses the write after any later change; then both are read again.
 * @throws AwsError when AWS could not be reached or refused a call, or others change the store all the time
 */
export async function setKeys(
  api: KeyValueWriter,
  { store, values, dryRun }: KeysOrder,
  progress: (line: string) => void,
): Promise<KeysSet> {
  const end = (outcome: KeysSet['outcome'], reason: string, keys: readonly KeyChange[] = []): KeysSet => ({
    ...{ store, outcome, reason, keys },
  });
  let refused: readonly KeyChange[] | null = null;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const found = await fromAws(`read ${store}`, api.describe(store));
    if (found?.status !== 'READY') {
      return end('rejected', notReady(store, found?.status));
    }
    const keys = await keysIn(api, store, values);
    const percents = keys.filter(({ before }) => before !== null && isNumber(before));
    if (percents.length > 0) {
      return end('rejected', percents.map(isPercent).join('; '), keys);
    }
    const changed = keys.filter(({ before, after }) => before !== after);
    if (changed.length === 0) {
      // The SDK sends a request again whose answer was lost, and the store refuses the second one.
      return refused === null
        ? end('unchanged', 'every key holds its URL already; nothing was written', keys)
        : end('succeeded', 'every key holds its URL', refused);
    }
    if (dryRun) {
      return end('dry-run', `${counted(changed)} would be written; nothing was written`, keys);
    }
    const puts = new Map(changed.map(({ key, after }) => [key, after]));
    const etag = await fromAws(
      `write to ${store}, and it may have been written`,
      api.putAll(store, found.etag, puts),
    );
    if (etag !== null) {
      return end('succeeded', `${counted(changed)} written in one change`, keys);
    }
    refused = keys;
    progress(`the store was changed since it was read (attempt ${attempt} of ${ATTEMPTS})`);
  }
  throw new AwsError(
    `${store} was changed by others ${ATTEMPTS} times between read and write; nothing was written; run the ` +
      'command again',
  );
}

async function keysIn(api: KeyValueWriter, store: string, values: KeysOrder['values']): Promise<KeyChange[]> {
  const keys: KeyChange[] = [];
  for (const [key, after] of values) {
    const before = await fromAws(`read the key "${key}" of ${store}`, api.get(store, key));
    keys.push({ key, before, after });
  }
  return keys;
}

/** A number is what a function splits by, whole or not, whatever its key is called. */
const isNumber = (value: string) => /^\d+(\.\d+)?$/.test(value);

const isPercent = ({ key, before }: KeyChange) =>
  `"${key}" holds ${before}, which is the percent of a split; ${MOVES_PERCENT}; nothing was written`;

const counted = ({ length }: readonly KeyChange[]) => `${length} ${length === 1 ? 'key' : 'keys'}`;

const notReady = (store: string, status: string | undefined) =>
  status === undefined
    ? `there is no key value store ${store} in this account; correct --store, or the credentials`
    : `${store} is ${status}, not READY; wait until it is, and run the command again`;
