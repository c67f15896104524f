import * as v from 'valibot';
import { keyValueStoreSchema } from '../../../../lambdas/core/routers/cloudfront-kvs/schema';
import { check } from '../../../../lambdas/core/validation/problems';
import { readChecked } from '../../../shared/read-file';
import { UsageError } from '../../../shared/usage-error';
import { settingsIn } from '../../input/aws-settings';
import { liveOutputs } from '../../input/live-outputs';
import { outputsInFile } from '../../input/stack-outputs';

/** Which store is meant: exactly one of `store`, `plan`, and `stack` or `outputs`. */
export interface StoreOptions {
  /** A name or an ARN. */
  readonly store?: string;
  /** The file of a plan that moves a key value store. */
  readonly plan?: string;
  readonly stack?: string;
  readonly outputs?: string;
  readonly region?: string;
}

/** The store that is meant. */
export interface NamedStore {
  readonly arn: string;
  /** The key that holds the percent, where the plan names it. */
  readonly percentKey?: string;
}

/**
 * Finds a store by its name in the caller's account.
 * @returns null when there is none
 */
export type FindStore = (name: string) => Promise<string | null>;

const arnSchema = keyValueStoreSchema.entries.keyValueStoreArn;
const isStoreArn = (text: string) => v.is(arnSchema, text);

/** CloudFront's names of stores (Amazon CloudFront API Reference, CreateKeyValueStore). */
const NAME = /^[A-Za-z0-9_-]{1,64}$/;

/** The part of a plan that names the store. The other fields matter to a cutover, and not here. */
const planSchema = v.looseObject({ router: keyValueStoreSchema });

const WAYS =
  '--store NAME or ARN, --plan FILE for the store that a plan moves, --stack NAME for a deployed stack ' +
  'that has its ARN as an output, or --outputs FILE, as written by cdk deploy --outputs-file';

/**
 * The store: given by its ARN or name, the one of a plan, or the only one among the outputs of a stack.
 * @throws UsageError when no store, several stores, or what is not a store is given
 * @throws AwsError when a name could not be looked up
 */
export async function storeOf(options: StoreOptions, findStore: FindStore): Promise<NamedStore> {
  const { store, plan, stack, outputs } = options;
  const given = [
    ...(store === undefined ? [] : ['--store']),
    ...(plan === undefined ? [] : ['--plan']),
    ...(stack === undefined && outputs === undefined ? [] : ['--stack or --outputs']),
  ];
  if (given.length > 1) {
    throw new UsageError(`${given.join(' and ')} each name a store; give one of them`);
  }
  if (plan !== undefined) {
    const { router } = readChecked(plan, 'plan', (value) => check(planSchema, value));
    return { arn: router.keyValueStoreArn, percentKey: router.key };
  }
  return { arn: store === undefined ? onlyStore(await outputsOf(options)) : await arnOf(store, findStore) };
}

async function arnOf(store: string, findStore: FindStore): Promise<string> {
  if (isStoreArn(store)) {
    return store;
  }
  if (!NAME.test(store)) {
    const message =
      `is "${store}"; must be the name of a key value store, or its ARN, such as ` +
      'arn:aws:cloudfront::111122223333:key-value-store/…';
    throw new UsageError('the store is not valid', [{ path: '--store', message }]);
  }
  const found = await findStore(store);
  if (found === null || !isStoreArn(found)) {
    throw new UsageError(
      `there is no key value store named "${store}" in this account; correct the name, or the credentials, ` +
        'or give the store in another way: --plan FILE, --stack NAME or --outputs FILE',
    );
  }
  return found;
}

async function outputsOf({ stack, outputs: file, region }: StoreOptions) {
  if (file !== undefined) {
    return outputsInFile(file, stack);
  }
  if (stack === undefined) {
    throw new UsageError(`say which store is meant: ${WAYS}`);
  }
  // Loaded only when the outputs are read from AWS.
  const { CloudFormationClient } = await import('@aws-sdk/client-cloudformation');
  return { stack, outputs: await liveOutputs(stack, new CloudFormationClient(settingsIn(region))) };
}

function onlyStore({ stack, outputs }: { stack: string; outputs: Readonly<Record<string, string>> }): string {
  const found = [...new Set(Object.values(outputs).filter(isStoreArn))];
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new UsageError(
      only === undefined
        ? `the stack "${stack}" has no output that is the ARN of a key value store; give --store ARN`
        : `the stack "${stack}" has ${found.length} key value stores; give one with --store: ` +
            found.join(', '),
    );
  }
  return only;
}
