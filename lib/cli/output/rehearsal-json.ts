import type { RehearsalResult } from '../../rehearsal/result';
import { describeEntry } from '../../rehearsal/timeline/describe-entry';
import type { Outcome } from '../../rehearsal/timeline/timeline-event';

/**
 * A result as a document: each entry of the timeline has `at`, `kind`, the texts `event` and `detail`, and
 * the data of its kind.
 * @param expected the end that the scenario expects; null where it expects none
 */
export function rehearsalDocument(result: RehearsalResult, expected: Outcome | null): object {
  const timeline = result.timeline.map((entry) => {
    const { at, kind, ...data } = entry;
    return { at, kind, ...describeEntry(entry), ...data };
  });
  const { plan, scenario, seed, ...rest } = result;
  return { plan, scenario, seed, expected, ...rest, timeline };
}

/** What `cutover rehearse --json` prints. */
export function rehearsalJson(result: RehearsalResult, expected: Outcome | null): string {
  return `${JSON.stringify(rehearsalDocument(result, expected), null, 2)}\n`;
}
