import * as v from 'valibot';
import { keyValueStoreSchema } from '../../../../lambdas/core/routers/cloudfront-kvs/schema';
import { UsageError } from '../../../shared/usage-error';
import { settingsIn } from '../../input/aws-settings';
import { liveOutputs } from '../../input/live-outputs';
import { outputsInFile } from '../../input/stack-outputs';

/** Which store is meant. */
export interface StoreOptions {
  readonly store?: string;
  readonly stack?: string;
  readonly outputs?: string;
  readonly region?: string;
}

const arnSchema = keyValueStoreSchema.entries.keyValueStoreArn;
const isStoreArn = (text: string) => v.is(arnSchema, text);

/**
 * The ARN of the store: given, or the only one among the outputs of a stack.
 * @throws UsageError when no store, several stores, or what is not the ARN of one is given
 */
export async function storeArnOf(options: StoreOptions): Promise<string> {
  const { store, stack, outputs } = options;
  if (store !== undefined && (stack !== undefined || outputs !== undefined)) {
    throw new UsageError('--store names the store already; remove --stack and --outputs');
  }
  if (store !== undefined) {
    if (!isStoreArn(store)) {
      const message =
        `is "${store}"; must be the ARN of a key value store, such as ` +
        'arn:aws:cloudfront::111122223333:key-value-store/…, or give --stack NAME';
      throw new UsageError('the store is not valid', [{ path: '--store', message }]);
    }
    return store;
  }
  return onlyStore(await outputsOf(options));
}

async function outputsOf({ stack, outputs: file, region }: StoreOptions) {
  if (file !== undefined) {
    return outputsInFile(file, stack);
  }
  if (stack === undefined) {
    throw new UsageError(
      'say which store is meant: --store ARN, --stack NAME for a deployed stack that has its ARN as an ' +
        'output, or --outputs FILE, as written by cdk deploy --outputs-file',
    );
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
