import { ServiceBusyError } from '../../core/shared/errors';
import { revertTurnTaken } from '../../core/shared/revert-turn';
import type { RevertTurn } from '../../ports';
import type { routeTable } from './dynamo-route-table';

/** Takes the lock over for a revert, or takes the turn among the reverts of one execution. */
export async function takeOverLock(
  table: ReturnType<typeof routeTable>,
  route: string,
  execution: string,
  { by, entered, at, until }: RevertTurn,
  reason?: string,
): Promise<number | null> {
  const turn = { by, entered, until };
  const written = await table.update(
    route,
    'SET #lock.#reverting = :true, #fence = #fence + :one, #turn = :turn' +
      (reason === undefined ? '' : ', #lock.#revertReason = :reason'),
    '#lock.#execution = :execution AND #lock.#reverting = :false',
    {
      ...{ ':execution': execution, ':true': true, ':false': false, ':one': 1, ':turn': turn },
      ...(reason === undefined ? {} : { ':reason': reason }),
    },
  );
  if (written !== null) {
    return written.fence;
  }
  const item = await table.get(route);
  if (item?.lock?.execution !== execution) {
    return null;
  }
  if (!item.lock.reverting) {
    throw new ServiceBusyError(`the lock of ${route} was acquired at the same time; try again`);
  }
  const seen = item.turn;
  if (seen !== undefined && seen.by !== by && seen.until > at) {
    throw revertTurnTaken(route, seen);
  }
  // Neither another revert, nor a later try of this one, may release the lock while a write of the other is
  // on its way. From then on, each turn keeps the lock until its end.
  const isNext = seen?.by === by && seen.entered !== entered && seen.contested === undefined;
  const unchanged = seen === undefined ? 'attribute_not_exists(#turn)' : '#turn = :seen';
  const taken = await table.update(
    route,
    'SET #turn = :turn',
    `#fence = :fence AND attribute_exists(#lock) AND ${unchanged}`,
    {
      ':turn': isNext ? turn : { ...turn, contested: true },
      ':fence': item.fence,
      ...(seen === undefined ? {} : { ':seen': seen }),
    },
  );
  if (taken === null) {
    throw new ServiceBusyError(`another revert of ${execution} took its turn at the same time; try again`);
  }
  return item.fence;
}
