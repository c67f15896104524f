import type { EdgeConfig } from './config';
import type { EdgeEvent } from './event';
import { BUCKETS, bucketOf } from './hash';
import { visitorOf } from './visitor';

/** The percent in the store. @throws Error when it is no whole number from 0 to 100: half a percent is nobody's wish */
export function percentOf(text: string): number {
  if (!/^(100|[1-9]?[0-9])$/.test(text)) {
    throw new Error('the percent in the store is not a whole number from 0 to 100');
  }
  return Number(text);
}

/** Whether the request belongs on the new side. */
export function isOnNew(event: EdgeEvent, config: EdgeConfig, percent: number): boolean {
  const id = visitorOf(event, config).id;
  const bucket = id === null ? BUCKETS - 1 : bucketOf(config.hash, id);
  return bucket < percent;
}
