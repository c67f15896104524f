import { type CutoverReading, readCutover } from '../../../operator/cutover-view';
import { type CutoverHistoryEntry, cutoverHistory } from '../../../operator/history';
import type { CutoverSource } from '../../../operator/source';
import type { CutoverView } from '../../../operator/view';
import { AwsError } from '../../../shared/aws-error';
import { exitCodeOf } from './named-cutover';

/** How often a follower reads the cutover, in milliseconds. */
const POLL_MS = 5_000;

/** For how long AWS may not answer before a follower gives up, in milliseconds. */
const PATIENCE_MS = 600_000;

/** What a follower receives. */
export interface Follower {
  /** Something was decided or asked for. */
  entry(entry: CutoverHistoryEntry): void;
  /** The cutover as it is now; called each time that it is read. */
  view(view: CutoverView, now: number): void;
  /** AWS could not be reached, or refused a call; called once until it answers again. */
  unread(reason: string): void;
}

/** How a follower waits. */
export interface FollowOptions {
  readonly sleep: (ms: number) => Promise<void>;
  /** Seconds after which it gives up; absent: never. */
  readonly timeoutSeconds?: number | undefined;
}

/**
 * Follows a cutover until it, and its revert, have ended.
 * @returns how it ended; null when the time was over before
 * @throws AwsError when AWS has not answered for ten minutes
 */
export async function follow(
  source: CutoverSource,
  first: CutoverReading,
  follower: Follower,
  { sleep, timeoutSeconds }: FollowOptions,
): Promise<CutoverReading | null> {
  const until = timeoutSeconds === undefined ? Infinity : source.now() + 1_000 * timeoutSeconds;
  const reported = new Set<string>();
  let reading = first;
  let unreadSince: number | null = null;
  for (;;) {
    for (const entry of cutoverHistory(reading)) {
      if (!reported.has(entry.key)) {
        reported.add(entry.key);
        follower.entry(entry);
      }
    }
    const now = source.now();
    follower.view(reading.view, now);
    if (exitCodeOf(reading) !== null) {
      return reading;
    }
    if (now >= until) {
      return null;
    }
    await sleep(Math.min(POLL_MS, until - now));
    try {
      const record = await source.execution(reading.record.arn);
      // An execution does not vanish while somebody follows it.
      reading = record === null ? reading : await readCutover(source, record);
      unreadSince = null;
    } catch (error) {
      if (!(error instanceof AwsError)) {
        throw error;
      }
      // A pipeline that waits for hours must not fail because AWS was not reached once.
      if (unreadSince === null) {
        unreadSince = source.now();
        follower.unread(error.message);
      }
      if (source.now() - unreadSince >= PATIENCE_MS) {
        throw error;
      }
    }
  }
}
