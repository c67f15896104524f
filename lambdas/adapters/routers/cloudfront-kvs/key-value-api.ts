import {
  type CloudFrontKeyValueStoreClient,
  DescribeKeyValueStoreCommand,
  GetKeyCommand,
  ListKeysCommand,
  UpdateKeysCommand,
} from '@aws-sdk/client-cloudfront-keyvaluestore';
import { answerOf, isNamed } from '../../shared/service-errors';
import type { KeyValueApi } from './key-value-router';

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
  put: async (KvsARN, IfMatch, Key, Value) => {
    const command = new UpdateKeysCommand({ KvsARN, IfMatch, Puts: [{ Key, Value }] });
    try {
      return (await answerOf(client.send(command))).ETag ?? '';
    } catch (error) {
      if (isConflict(error)) {
        return null;
      }
      throw error;
    }
  },
});

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
