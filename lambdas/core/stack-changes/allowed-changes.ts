import * as v from 'valibot';
import { listOf, oneOf, text } from '../validation/fields';
import { type Checked, check, type Problem } from '../validation/problems';

const DAY_MS = 86_400_000;

/** A day of the calendar that exists. */
const day = (() => {
  const must = 'must be a day as YYYY-MM-DD, such as 2027-01-31';
  const isDay = (given: string) => {
    const time = Date.parse(`${given}T00:00:00Z`);
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(given);
  };
  return v.pipe(
    v.string(must),
    v.regex(/^\d{4}-\d{2}-\d{2}$/, must),
    v.check(isDay, must),
    v.description(must),
  );
})();

/** A change of a resource that somebody has looked at and accepts until a day. */
export const allowedChangeSchema = v.strictObject({
  stack: text(1_024, 'the stack, and after a "/" each the nested stacks in it, such as Api or Api/Database'),
  logicalId: v.optional(text(255, 'the logical id of the resource')),
  path: v.optional(text(1_024, 'the path of the construct in its CDK app; a change set knows none')),
  action: v.optional(oneOf('Modify', 'Remove', 'Import', 'Move', 'Dynamic')),
  reason: text(1_000, 'why this change may be made'),
  /** The last day, UTC, on which it holds. */
  expires: day,
});

/** A change of a resource that is accepted. */
export type AllowedChange = v.InferOutput<typeof allowedChangeSchema>;

/** Accepted changes, as a file and as a plan hold them. */
export const allowedChanges = listOf(allowedChangeSchema, 0, 200, 'accepted changes');

/** An allow file. */
export const allowFileSchema = v.strictObject({
  $schema: v.optional(text(2048, 'the address of a JSON Schema')),
  allow: allowedChanges,
});

/**
 * Checks an allow file completely. An entry whose day is over is a problem: what was accepted for a while is looked at again.
 * @param now epoch milliseconds
 */
export function checkAllowFile(value: unknown, now: number): Checked<readonly AllowedChange[]> {
  const shape = check(allowFileSchema, value);
  if (!shape.ok) {
    return shape;
  }
  const { allow } = shape.value;
  const problems = [...entryProblems(allow, 'allow'), ...expiredProblems(allow, 'allow', now)];
  return problems.length === 0 ? { ok: true, value: allow } : { ok: false, problems };
}

/** What is wrong with entries that no single field can tell. */
export function entryProblems(entries: readonly AllowedChange[], path: string): Problem[] {
  return entries.flatMap(({ logicalId, path: construct }, i) => {
    const given = [logicalId, construct].filter((one) => one !== undefined).length;
    const message = `names ${given === 0 ? 'no resource' : 'a resource twice'}; must have one of logicalId, path`;
    return given === 1 ? [] : [{ path: `${path}[${i}]`, message }];
  });
}

/** Entries whose day is over. */
export function expiredProblems(entries: readonly AllowedChange[], path: string, now: number): Problem[] {
  return entries.flatMap((entry, i) =>
    now < Date.parse(`${entry.expires}T00:00:00Z`) + DAY_MS
      ? []
      : [
          {
            path: `${path}[${i}].expires`,
            message: `is ${entry.expires}, which is over, for ${describeEntry(entry)}; look at the change again, then set a later day or take the entry out`,
          },
        ],
  );
}

/** What an entry names: `Listener of Api`. */
export function describeEntry({ stack, logicalId, path }: AllowedChange): string {
  return `${logicalId ?? path} of ${stack}`;
}
