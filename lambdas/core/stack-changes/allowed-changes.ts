import * as v from 'valibot';
import { listOf, oneOf, text, textLike } from '../validation/fields';
import { type Checked, check, type Problem } from '../validation/problems';

const DAY_MS = 86_400_000;

/** A date that exists in the calendar. */
const date = (() => {
  const must = 'must be a date in the form YYYY-MM-DD, such as 2027-01-31';
  const isDate = (given: string) => {
    const time = Date.parse(`${given}T00:00:00Z`);
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(given);
  };
  return v.pipe(textLike(/^\d{4}-\d{2}-\d{2}$/, must), v.check(isDate, must));
})();

/** A change of a resource that has been reviewed and is accepted until its expiry date. */
export const allowedChangeSchema = v.strictObject({
  stack: text(1_024, 'the name of the stack, followed by its nested stacks, such as Api or Api/Database'),
  logicalId: v.optional(text(255, 'the logical id of the resource')),
  path: v.optional(text(1_024, 'the path of the construct in its CDK app; change sets do not have it')),
  action: v.optional(oneOf('Add', 'Modify', 'Remove', 'Import', 'Move', 'Dynamic')),
  reason: text(1_000, 'why the change is accepted'),
  /** The expiry date: the last day (UTC) on which the change is accepted. */
  expires: date,
});

/** An entry of an allow file: an accepted change. */
export type AllowedChange = v.InferOutput<typeof allowedChangeSchema>;

/** The accepted changes of an allow file or a plan. */
export const allowedChanges = listOf(allowedChangeSchema, 0, 200, 'accepted changes');

/** The schema of an allow file. */
export const allowFileSchema = v.strictObject({
  $schema: v.optional(text(2048, 'the address of a JSON Schema')),
  allow: allowedChanges,
});

/**
 * Checks an allow file completely. An expired entry is a problem: the change must be reviewed again.
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

/** Problems of entries that their schema cannot find. */
export function entryProblems(entries: readonly AllowedChange[], path: string): Problem[] {
  return entries.flatMap(({ logicalId, path: construct }, i) => {
    const given = [logicalId, construct].filter((one) => one !== undefined).length;
    const message =
      `has ${given === 0 ? 'neither' : 'both'} logicalId ${given === 0 ? 'nor' : 'and'} path;` +
      ' must have one of them';
    return given === 1 ? [] : [{ path: `${path}[${i}]`, message }];
  });
}

/** Problems of expired entries. */
export function expiredProblems(entries: readonly AllowedChange[], path: string, now: number): Problem[] {
  return entries.flatMap((entry, i) =>
    now < Date.parse(`${entry.expires}T00:00:00Z`) + DAY_MS
      ? []
      : [
          {
            path: `${path}[${i}].expires`,
            message:
              `is ${entry.expires}, which has passed, for ${describeAllowedChange(entry)};` +
              ' review the change, then set a later date or remove the entry',
          },
        ],
  );
}

/** The resource of an entry: `Listener of Api`. */
export function describeAllowedChange({ stack, logicalId, path }: AllowedChange): string {
  return `${logicalId ?? path} of ${stack}`;
}
