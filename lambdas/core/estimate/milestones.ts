import * as v from 'valibot';
import { listOf, text, textLike, wholeNumber } from '../validation/fields';
import { type Checked, check, type Problem } from '../validation/problems';
import type { CalendarEntry } from './calendar';
import { daysLater } from './days-later';

const LONGEST_DAYS = 365;

/** A time zone that this machine knows. */
const timeZone = (() => {
  const must = 'must be a time zone of the IANA database, such as Europe/Berlin, or UTC';
  const isKnown = (given: string) => {
    try {
      return new Intl.DateTimeFormat('en-US', { timeZone: given }).format(0) !== '';
    } catch {
      return false;
    }
  };
  return v.pipe(textLike(/^([A-Za-z_-]+\/[A-Za-z0-9_+/-]+|UTC)$/, must), v.check(isKnown, must));
})();

/** Text of 1 to `maxLength` characters that a terminal and a calendar show on one line. */
function line(maxLength: number, what: string) {
  const said = `${what}, on one line`;
  return v.pipe(
    text(maxLength, said),
    v.check((given) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(given), `must be ${said}, 1 to ${maxLength} characters`),
  );
}

const milestoneSchema = v.strictObject({
  what: line(200, 'what is done, such as "remove the old record"'),
  daysBeforeStart: v.exactOptional(wholeNumber(0, LONGEST_DAYS, 'days before the start of the cutover')),
  daysAfterEnd: v.exactOptional(
    wholeNumber(0, LONGEST_DAYS, 'days after the end of the cutover, hold included'),
  ),
  command: v.exactOptional(line(500, 'the command that does it')),
});

/** Something that people do before or after a cutover, such as a deployment. */
export type Milestone = v.InferOutput<typeof milestoneSchema>;

/** A file of milestones. It changes nothing in a cutover: it gives days to what is around one. */
export const milestonesSchema = v.strictObject({
  $schema: v.exactOptional(text(2048, 'the address of a JSON Schema')),
  timeZone: v.optional(timeZone, 'UTC'),
  milestones: listOf(milestoneSchema, 1, 100, 'milestones'),
});

/** A checked file of milestones. */
export type Milestones = v.InferOutput<typeof milestonesSchema>;

/** Checks a file of milestones completely. */
export function checkMilestones(value: unknown): Checked<Milestones> {
  const shape = check(milestonesSchema, value);
  const problems = shape.ok ? shape.value.milestones.flatMap(milestoneProblems) : [];
  return problems.length === 0 ? shape : { ok: false, problems };
}

/** Problems that the schema cannot find. */
function milestoneProblems(
  { what, daysBeforeStart, daysAfterEnd }: Milestone,
  i: number,
  all: readonly Milestone[],
): Problem[] {
  const path = `milestones[${i}]`;
  const given = [daysBeforeStart, daysAfterEnd].filter((one) => one !== undefined).length;
  const first = all.findIndex((one) => one.what === what);
  return [
    ...(given === 1
      ? []
      : [
          {
            path,
            message:
              `has ${given === 0 ? 'neither' : 'both'} daysBeforeStart ${given === 0 ? 'nor' : 'and'}` +
              ' daysAfterEnd; must have one of them',
          },
        ]),
    ...(first === i
      ? []
      : [
          {
            path: `${path}.what`,
            message:
              `is that of milestones[${first}] too, but a calendar knows an entry by it;` +
              ' must be another text',
          },
        ]),
  ];
}

/**
 * The days of a cutover with the milestones around it, in the order of time. A milestone has the time of day
 * of the start or the end that it is counted from.
 * @param entries as from `calendarOf`: at least one
 */
export function withMilestones(
  entries: readonly CalendarEntry[],
  { milestones, timeZone }: Milestones,
): readonly CalendarEntry[] {
  const [first] = entries;
  const last = entries.at(-1);
  if (first === undefined || last === undefined) {
    throw new RangeError('a calendar without entries has no start to count days from');
  }
  const dated = milestones
    .map(({ what, daysBeforeStart, daysAfterEnd = 0, command }) => {
      const isBefore = daysBeforeStart !== undefined;
      const from = isBefore ? Date.parse(first.from) : Date.parse(last.to);
      const days = isBefore ? -daysBeforeStart : daysAfterEnd;
      return { isBefore, what, command, at: daysLater(from, days, timeZone) };
    })
    .sort((a, b) => a.at - b.at);
  const entriesOf = (before: boolean) =>
    dated
      .filter(({ isBefore }) => isBefore === before)
      .map(({ what, command, at }): CalendarEntry => {
        const time = new Date(at).toISOString();
        return { phase: 'milestone', what, ...(command && { command }), from: time, to: time };
      });
  return [...entriesOf(true), ...entries, ...entriesOf(false)];
}
