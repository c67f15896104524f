import type { SeenCutover } from './cutover-view';

/** Something that was decided or asked for in a cutover. */
export interface StoryEntry {
  /** ISO 8601. */
  readonly at: string;
  /** `decision`, or the kind of a command: `pause`. */
  readonly kind: string;
  /** In the execution, unique: so that a follower prints each once. */
  readonly key: string;
  readonly what: string;
  readonly reason: string;
  /** Who or what decided or asked, as AWS authenticated them. */
  readonly by: string;
}

/** Every decision of a cutover and every command to it, oldest first. */
export function storyOf({ decisions, commands }: Pick<SeenCutover, 'decisions' | 'commands'>): StoryEntry[] {
  const decided = decisions.map(
    ({ at, key, what, reason, by }): StoryEntry => ({ at, kind: 'decision', key, what, reason, by }),
  );
  const asked = commands.map((command, index): StoryEntry => {
    const { at, kind, reason, by } = command;
    const percent = 'atPercent' in command ? ` at ${command.atPercent} %` : '';
    return { at, kind, key: `command-${index + 1}`, what: `${kind}${percent}`, reason, by };
  });
  // A stable sort: a decision that a command led to has the same time at the earliest.
  return [...asked, ...decided].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}
