import {
  afterMoves,
  evenSplitOf,
  type RecordMove,
  smallerBatches,
  versionOfRecords,
} from '../../../core/routers/route53/record-revert';
import type { Route53 } from '../../../core/routers/route53/schema';
import type { RecordSet } from '../../../core/routers/route53/weighted-records';
import { RouteBrokenError } from '../../../core/shared/errors';
import { changeRecords, type RecordsApi } from './route53-records';

/** What was put back. */
interface PutBackRecords {
  /** Of the batches that Route 53 accepted, in their order. */
  readonly ids: readonly string[];
  /** The version of the route after them. */
  readonly after: string;
  /** What Route 53 refused, in its words. */
  readonly refused: readonly string[];
}

/**
 * Puts weights back, all in one batch. Where Route 53 refuses that, for example because the target of one
 * alias is gone, each type goes back by itself, and then each record, so that one that cannot be changed
 * keeps no other from going back.
 * @param records of the route, as they were read
 * @throws RouteChangedError when one of them has changed since
 * @throws RouteBrokenError when Route 53 refuses every batch
 */
export async function putBackRecords(
  api: RecordsApi,
  route: Route53,
  records: readonly RecordSet[],
  moves: readonly RecordMove[],
): Promise<PutBackRecords> {
  const ids: string[] = [];
  const refused: string[] = [];
  let after = records;
  const put = async (batch: readonly RecordMove[]): Promise<void> => {
    const [first, ...more] = batch;
    const split = first === undefined || more.length > 0 ? null : evenSplitOf(after, first);
    if (split !== null) {
      refused.push(split);
      return;
    }
    try {
      ids.push(await changeRecords(api, route, 'cutover: the weights of before', changesOf(batch)));
      after = afterMoves(after, batch);
    } catch (error) {
      const smaller = smallerBatches(batch);
      if (!(error instanceof RouteBrokenError)) {
        throw error;
      }
      if (smaller.length === 0) {
        refused.push(error.message);
      }
      for (const one of smaller) {
        await put(one);
      }
    }
  };
  await put(moves);
  if (ids.length === 0) {
    throw new RouteBrokenError(refused.join('; '));
  }
  return { ids, after: versionOfRecords(route, after), refused };
}

/** Each record is deleted as it was read and created with its weight, so that this is a compare-and-swap. */
function changesOf(moves: readonly RecordMove[]) {
  return [
    ...moves.map(({ before }) => ({ Action: 'DELETE' as const, ResourceRecordSet: before })),
    ...moves.map(({ after }) => ({ Action: 'CREATE' as const, ResourceRecordSet: after })),
  ];
}
