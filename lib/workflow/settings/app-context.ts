import type { Node } from 'constructs';
import { check, type Problem } from '../../../lambdas/core/validation/problems';
import { validated } from '../../../lambdas/core/validation/validated';
import { USE_NETWORKS } from '../networks-prop';
import { type AppSettings, appSettings } from './app-settings';
import { appSettingsSchema, type GivenSettings } from './app-settings-schema';

const PREFIX = 'cutover:';

/** Keys that are no longer read, and what to use in their place. */
const RENAMED: ReadonlyMap<string, string> = new Map([[`${PREFIX}allowPrivateAddresses`, USE_NETWORKS]]);

/**
 * Reads the context of the app: values in `cdk.json`, or JSON on the command line.
 * @throws ValidationError that lists everything that is missing or not valid
 */
export function readSettings(node: Node): AppSettings {
  const known = Object.keys(appSettingsSchema.entries);
  const entries = known.flatMap((name) => {
    const value: unknown = node.tryGetContext(PREFIX + name);
    return value === undefined ? [] : [[name, typeof value === 'string' ? parse(value) : value]];
  });
  const given: unknown = Object.fromEntries(entries);
  const checked = check(appSettingsSchema, given);
  const problems = [...(checked.ok ? [] : checked.problems), ...unknownKeys(node, known)];
  const heading = `the context of the app (${PREFIX}…) is not valid`;
  validated(heading, problems.length === 0 ? checked : { ok: false, problems });
  // The check has passed, so it has this shape. Paths are relative to the directory of `cdk.json`.
  return appSettings(given as GivenSettings, (path) => path);
}

/** A key that is misspelled would otherwise be left out silently, and with it what it restricts. */
function unknownKeys(node: Node, known: readonly string[]): Problem[] {
  const keys = known.map((name) => PREFIX + name);
  const all: Readonly<Record<string, unknown>> = node.getAllContext();
  return Object.keys(all)
    .filter((key) => key.toLowerCase().startsWith(PREFIX) && !keys.includes(key))
    .map((path) => {
      const renamed = RENAMED.get(path);
      const message =
        renamed === undefined
          ? `is not a key of the context; keys: ${keys.join(', ')}`
          : `was replaced; use ${PREFIX}${renamed}`;
      return { path, message };
    });
}

/** The value of JSON text. Text that is not JSON, such as an ARN, stays as it is. */
function parse(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
