import type { KeyValueApi } from './key-value-router';

/** A key value store whose other keys, such as the URLs of the paths, are set by an operator. */
export interface KeyValueWriter extends Pick<KeyValueApi, 'describe' | 'get'> {
  /**
   * Puts every key if the store is still at this ETag: all of them or none (API Reference, UpdateKeys).
   * @returns the new ETag; null when the store has another one, and nothing was written
   */
  putAll(storeArn: string, etag: string, values: ReadonlyMap<string, string>): Promise<string | null>;
}
