import type { RehearsalResult } from '../../rehearsal/result';
import { describeEntry } from '../../rehearsal/timeline/describe-entry';

/**
 * A result as `--json` prints it. Each entry of the timeline has `at`, `kind`, the texts `event` and
 * `detail`, and the data of its kind.
 */
export function rehearsalJson(result: RehearsalResult): string {
  const timeline = result.timeline.map((entry) => {
    const { at, kind, ...data } = entry;
    return { at, kind, ...describeEntry(entry), ...data };
  });
  return `${JSON.stringify({ ...result, timeline }, null, 2)}\n`;
}
