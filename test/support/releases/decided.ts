import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Decision } from '../../../lambdas/core/events/decision';
import type { TableItem } from '../../../tools/release-fixtures/memory-table';

/** Seconds by which a decision may come earlier or later: evaluations come a minute apart. */
const TOLERANCE_SECONDS = 90;

/** Decisions that tell how a cutover went. How often a soak was evaluated may differ. */
const TELLING: readonly Decision['kind'][] = [
  ...(['started', 'prepared', 'deployed', 'shifted', 'stage-passed', 'approved', 'shifted-back'] as const),
  ...(['restored', 'succeeded', 'rejected', 'reverted', 'revert-failed', 'deployment-stopped'] as const),
];

/** A step that fails is retried for up to 14 minutes, with random pauses. */
const AFTER_RETRIES: readonly Decision['kind'][] = ['restored', 'reverted', 'revert-failed'];

function tellingOf(items: readonly TableItem[]): readonly Decision[] {
  return items
    .map((item) => unmarshall(item).decision as Decision | undefined)
    .filter((one): one is Decision => one !== undefined && TELLING.includes(one.kind))
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

function textOf({ kind, percent }: { readonly kind: string; readonly percent?: number | undefined }): string {
  return percent === undefined ? kind : `${kind} ${percent}`;
}

/**
 * How the decisions of a cutover differ from those of another release: in what was decided, or by more than
 * some seconds in when. Empty: they do not.
 */
export function decidedOtherwise(
  before: readonly TableItem[],
  after: readonly TableItem[],
): readonly string[] {
  const [old, fresh] = [tellingOf(before), tellingOf(after)];
  const [was, is] = [old, fresh].map((list) => list.map(textOf));
  if (was?.join() !== is?.join()) {
    return [`decided: ${is?.join(', ')}; in that release: ${was?.join(', ')}`];
  }
  return old.flatMap(({ kind, at, percent }, i) => {
    const seconds = (Date.parse(fresh[i]?.at as string) - Date.parse(at)) / 1_000;
    const isOff = Math.abs(seconds) > TOLERANCE_SECONDS && !AFTER_RETRIES.includes(kind);
    return isOff ? [`${textOf({ kind, percent })} came ${seconds} s later`] : [];
  });
}
