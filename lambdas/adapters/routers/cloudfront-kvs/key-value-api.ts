import {
  type CloudFrontKeyValueStoreClient,
  DescribeKeyValueStoreCommand,
  GetKeyCommand,
  ListKeysCommand,
  UpdateKeysCommand,
} from '@aws-sdk/client-cloudfront-keyvaluestore';
import { answerOf, isNamed } from '../../shared/service-errors';
import type { KeyValueApi } from './key-value-router';
import type { KeyValueWriter } from './key-value-writer';

/** The most keys that one request returns (API Reference, ListKeys, "MaxResults"). */
const PAGE = 50;

/** The CloudFront KeyValueStore API. */
export const keyValueApi = (client: Pick<CloudFrontKeyValueStoreClient, 'send'>): KeyValueApi => ({
  describe: async (KvsARN) => {
    const found = await orNull(client.send(new DescribeKeyValueStoreCommand({ KvsARN })));
    return found === null ? null : { etag: found.ETag ?? '', status: found.Status ?? 'READY' };
  },
  get: async (KvsARN, Key) => (await orNull(client.send(new GetKeyCommand({ KvsARN, Key }))))?.Value ?? null,
  list: async (KvsARN) => {
    const found = await orNull(client.send(new ListKeysCommand({ KvsARN, MaxResults: PAGE })));
    return new Map((found?.Items ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
  },
  put: (storeArn, etag, Key, Value) => update(client, storeArn, etag, [{ Key, Value }]),
});

/** The CloudFront KeyValueStore API, for several keys in one change. */
export const keyValueWriter = (client: Pick<CloudFrontKeyValueStoreClient, 'send'>): KeyValueWriter => {
  const { describe, get } = keyValueApi(client);
  return {
    describe,
    get,
    putAll: (storeArn, etag, values) =>
      update(
        client,
        storeArn,
        etag,
        [...values].map(([Key, Value]) => ({ Key, Value })),
      ),
  };
};

/** @returns the new ETag; null when the store has another one, and nothing was written */
async function update(
  client: Pick<CloudFrontKeyValueStoreClient, 'send'>,
  KvsARN: string,
  IfMatch: string,
  Puts: { readonly Key: string; readonly Value: string }[],
): Promise<string | null> {
  try {
    return (await answerOf(client.send(new UpdateKeysCommand({ KvsARN, IfMatch, Puts })))).ETag ?? '';
  } catch (error) {
    if (isConflict(error)) {
      return null;
    }
    throw error;
  }
}

/**
 * The API Reference names `ConflictException` for a store that is not as expected (UpdateKeys, "Errors"). A
 * failed `If-Match` is also reported in the terms of HTTP.
 */
function isConflict(error: unknown): boolean {
  return (
    error instanceof Error && /^ConflictException |pre-?condition/i.test(`${error.name} ${error.message}`)
  );
}

async function orNull<T>(sent: Promise<T>): Promise<T | null> {
  try {
    return await answerOf(sent);
  } catch (error) {
    if (isNamed(error, 'ResourceNotFoundException')) {
      return null;
    }
    throw error;
  }
}
