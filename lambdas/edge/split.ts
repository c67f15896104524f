import type { EdgeConfig } from './config';
import type { EdgeEvent } from './event';
import { BUCKETS, bucketOf } from './hash';
import { visitorOf } from './visitor';

/** The percent in the key value store. @throws Error when it is not a whole number from 0 to 100 */
export function storedPercent(text: string): number {
  if (!/^(100|[1-9]?[0-9])$/.test(text)) {
    throw new Error('the percent in the store is not a whole number from 0 to 100');
  }
  return Number(text);
}

/** Whether the request goes to the new side. */
export function isOnNew(event: EdgeEvent, config: EdgeConfig, percent: number): boolean {
  const id = visitorOf(event, config).id;
  const bucket = id === null ? BUCKETS - 1 : bucketOf(config.hash, id);
  return bucket < percent;
}
