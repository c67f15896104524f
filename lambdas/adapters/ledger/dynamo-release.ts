import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { lockLostError } from '../../core/shared/lock';
import type { Ledger } from '../../ports';
import { unreadCommands } from './dynamo-commands';
import { newDecision } from './dynamo-decisions';
import { routeTable } from './dynamo-route-table';
import { type TransactItem, writeTogether } from './dynamo-transaction';

/** No write of the owner, or of a revert beside another one, may reach the router any more. */
const RELEASABLE =
  '#fence = :fence AND (attribute_not_exists(#leaseUntil) OR #leaseUntil <= :at)' +
  ' AND (attribute_not_exists(#turn.#contested) OR #turn.#until <= :at)';

/** Releases the locks of routes. */
export function releases(
  client: Pick<DynamoDBDocumentClient, 'send'>,
  tableName: string,
): Pick<Ledger, 'release' | 'finish'> {
  const table = routeTable(client, tableName);

  const keptUntil = async (route: string, fence: number, at: string): Promise<string> => {
    const kept = await table.get(route);
    if (kept?.fence !== fence) {
      throw lockLostError(route, fence, 'nothing was written');
    }
    const turnUntil = kept.turn?.contested === true ? kept.turn.until : at;
    return [kept.leaseUntil ?? at, turnUntil].sort().at(-1) as string;
  };

  // The fence outlives the lock, so that a second release under it removes nothing and succeeds.
  const release: Ledger['release'] = async (route, fence, at) => {
    const values = { ':fence': fence, ':at': at };
    const written = await table.update(route, 'REMOVE #lock', RELEASABLE, values);
    return written === null ? keptUntil(route, fence, at) : null;
  };

  const finish: Ledger['finish'] = async (route, fence, at, { decision, commands }) => {
    const item = await table.get(route);
    if (item?.lock === undefined || item.fence !== fence) {
      return release(route, fence, at);
    }
    const written: TransactItem[] = [
      table.updateItem(route, 'REMOVE #lock', RELEASABLE, { ':fence': fence, ':at': at }),
      unreadCommands(tableName, route, item.lock.execution, commands),
    ];
    const put = { Put: newDecision(tableName, route, decision) };
    const refused = await writeTogether(client, [...written, put]);
    // A decision that an earlier version has recorded on its own stays as it is.
    const refusal = refused === 2 ? await writeTogether(client, written) : refused;
    return refusal === 0 ? keptUntil(route, fence, at) : refusal === null ? null : false;
  };

  return { release, finish };
}
