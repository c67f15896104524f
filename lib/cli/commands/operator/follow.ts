import { type CutoverView, type SeenCutover, seeCutover } from '../../../operator/cutover-view';
import type { CutoverSource } from '../../../operator/source';
import { type StoryEntry, storyOf } from '../../../operator/story';
import { exitCodeOf } from './look';

/** How often a follower reads the cutover, in milliseconds. */
const POLL_MS = 5_000;

/** What a follower receives. */
export interface Follower {
  /** Something was decided or asked for. */
  entry(entry: StoryEntry): void;
  /** The cutover as it is now; called each time that it is read. */
  view(view: CutoverView, now: number): void;
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
 */
export async function follow(
  source: CutoverSource,
  first: SeenCutover,
  follower: Follower,
  { sleep, timeoutSeconds }: FollowOptions,
): Promise<SeenCutover | null> {
  const until = timeoutSeconds === undefined ? Infinity : source.now() + 1_000 * timeoutSeconds;
  const reported = new Set<string>();
  let seen = first;
  for (;;) {
    for (const entry of storyOf(seen)) {
      if (!reported.has(entry.key)) {
        reported.add(entry.key);
        follower.entry(entry);
      }
    }
    const now = source.now();
    follower.view(seen.view, now);
    if (exitCodeOf(seen) !== null) {
      return seen;
    }
    if (now >= until) {
      return null;
    }
    await sleep(Math.min(POLL_MS, until - now));
    const record = await source.execution(seen.record.arn);
    // An execution does not vanish while somebody follows it.
    seen = record === null ? seen : await seeCutover(source, record);
  }
}
