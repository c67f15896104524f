import type { KeyValueWriter } from '../../../../lambdas/adapters/routers/cloudfront-kvs/key-value-writer';
import { printKeysSet } from '../../output/kvs-text';
import { EXIT, type Terminal } from '../../output/terminal';
import { readAssignments, refusePercent } from './assignments';
import { setKeys } from './set-keys';
import { type FindStore, type StoreOptions, storeOf } from './store-arn';

/** The options of `cutover kvs set`. */
export interface KvsOptions extends StoreOptions {
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** What the command needs of AWS. */
export interface KvsDependencies {
  /** @throws AwsError when there are no credentials */
  readonly keyValues: (region: string | undefined) => Promise<KeyValueWriter>;
  /** @throws AwsError when there are no credentials, or CloudFront could not be asked */
  readonly findStore: FindStore;
}

/**
 * Sets keys of an existing key value store to URLs.
 * @returns 0 when the keys hold their URLs, or can be written with --dry-run; 2 when nothing was written
 * @throws UsageError for keys, URLs or a store that are not valid, before AWS is asked for anything
 */
export async function kvsSetCommand(
  assignments: readonly string[],
  options: KvsOptions,
  terminal: Terminal,
  { keyValues, findStore }: KvsDependencies,
): Promise<number> {
  const values = readAssignments(assignments);
  const { arn: store, percentKey } = await storeOf(options, findStore);
  refusePercent(values, percentKey);
  const api = await keyValues(options.region);
  const order = { store, values, dryRun: options.dryRun === true };
  const result = await setKeys(api, order, (line) => terminal.err(`${line}\n`));
  terminal.out(
    options.json === true ? `${JSON.stringify(result, null, 2)}\n` : printKeysSet(result, terminal.columns),
  );
  return result.outcome === 'rejected' ? EXIT.rejected : EXIT.succeeded;
}
