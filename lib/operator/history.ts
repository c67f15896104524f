import type { CutoverReading } from './cutover-view';

/** Something that was decided or asked for in a cutover. */
export interface CutoverHistoryEntry {
  /** ISO 8601. */
  readonly at: string;
  readonly source: 'decision' | 'command';
  /** Of the decision, such as `shifted`, or of the command, such as `pause`. */
  readonly kind: string;
  /** In the execution, unique: so that a follower prints each once. */
  readonly key: string;
  readonly what: string;
  readonly reason: string;
  /** Who or what decided or asked, as AWS authenticated them. */
  readonly by: string;
}

/** Every decision of a cutover and every command to it, oldest first. */
export function cutoverHistory({
  decisions,
  commands,
}: Pick<CutoverReading, 'decisions' | 'commands'>): CutoverHistoryEntry[] {
  const decided = decisions.map(
    ({ at, kind, key, what, reason, by }): CutoverHistoryEntry => ({
      ...{ at, source: 'decision', kind, key, what, reason, by },
    }),
  );
  const asked = commands.map((command, index): CutoverHistoryEntry => {
    const { at, kind, reason, by } = command;
    const percent = 'atPercent' in command ? ` at ${command.atPercent} %` : '';
    return {
      at,
      source: 'command',
      kind,
      key: `command-${index + 1}`,
      what: `${kind}${percent}`,
      reason,
      by,
    };
  });
  // A stable sort: a decision that a command led to has the same time at the earliest.
  return [...asked, ...decided].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}
