import { DEFAULT_KEY } from '../../../../lambdas/core/routers/cloudfront-kvs/schema';
import type { Problem } from '../../../../lambdas/core/validation/problems';
import { storedOrigin } from '../../../../lambdas/edge/stored-origin';
import { UsageError } from '../../../shared/usage-error';

/** What one request may put at most (Amazon CloudFront Developer Guide, "Quotas on key value stores"). */
const MAX_KEYS = 50;
const MAX_KEY_LENGTH = 512;

/** What moves a percent, for messages: nothing else may write its key. */
export const MOVES_PERCENT =
  'only a cutover moves it: use cutover start, cutover undo or cutover revert, or cutover revert --direct ' +
  '--weights OLD/NEW without the workflow';

/**
 * Reads `KEY=URL`, split at the first `=`. A URL is valid when the edge function can read it.
 * @throws UsageError that lists every problem
 */
export function readAssignments(given: readonly string[]): ReadonlyMap<string, string> {
  const pairs = given.map((text): readonly [string, string] => {
    const at = text.indexOf('=');
    return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
  });
  const problems = [
    ...pairs.flatMap(([key, url], i) => problemsOf(given[i] as string, key, url)),
    ...pairs.flatMap(([key], i): Problem[] =>
      pairs.findIndex(([one]) => one === key) < i
        ? [{ path: key, message: 'is given twice; give each key once' }]
        : [],
    ),
    ...(pairs.length > MAX_KEYS
      ? [{ path: 'KEY=URL', message: `is given ${pairs.length} times; must be at most ${MAX_KEYS} times` }]
      : []),
  ];
  if (problems.length > 0) {
    throw new UsageError('the keys are not valid', problems);
  }
  return new Map(pairs);
}

/**
 * Refuses the key that a plan names as that of the percent, also while the store does not have it yet.
 * @throws UsageError that names the key
 */
export function refusePercent(values: ReadonlyMap<string, string>, percentKey: string | undefined): void {
  if (percentKey !== undefined && values.has(percentKey)) {
    const message = `is the percent of the split in the plan (router.key); ${MOVES_PERCENT}`;
    throw new UsageError('the keys are not valid', [{ path: percentKey, message }]);
  }
}

function problemsOf(text: string, key: string, url: string): Problem[] {
  if (!text.includes('=')) {
    return [{ path: text, message: 'has no "="; must be KEY=URL' }];
  }
  if (!/^[!-~]+$/.test(key) || key.length > MAX_KEY_LENGTH) {
    const message = `has the key "${key.slice(0, 40)}"; must be 1 to ${MAX_KEY_LENGTH} characters, no spaces`;
    return [{ path: 'KEY=URL', message }];
  }
  if (key === DEFAULT_KEY) {
    return [{ path: key, message: `is the percent of the split; ${MOVES_PERCENT}` }];
  }
  try {
    storedOrigin(url);
    return [];
  } catch (_notAUrl) {
    return [{ path: key, message: `is "${url}"; must be https://HOST or https://HOST/PATH` }];
  }
}
