import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { FencedError, ServiceBusyError } from '../../core/shared/errors';
import { lockLostError } from '../../core/shared/lock';
import type { Ledger, Lock } from '../../ports';
import { decisionsOf, putDecision } from './dynamo-decisions';
import { toEntry } from './dynamo-route-item';
import { routeTable } from './dynamo-route-table';

/**
 * The ledger in one DynamoDB table, with partition key `route` and sort key `item`. Every change of a lock is
 * one conditional update of one item, and therefore atomic. Every read is strongly consistent.
 * @param client a document client with the caller's retries and time-outs
 */
export const dynamoLedger = (client: Pick<DynamoDBDocumentClient, 'send'>, tableName: string): Ledger => {
  const table = routeTable(client, tableName);

  const holderOf = async (route: string): Promise<Lock | null> => {
    const item = await table.get(route);
    return item === null ? null : toEntry(item).lock;
  };

  /** @throws FencedError when the lock is not held under the fence, and nothing was written */
  const fenced = async (
    route: string,
    fence: number,
    update: string,
    values: Record<string, unknown>,
    condition = 'AND attribute_exists(#lock)',
  ): Promise<void> => {
    const written = await table.update(route, update, `#fence = :fence ${condition}`.trim(), {
      ...values,
      ':fence': fence,
    });
    if (written === null) {
      throw lockLostError(route, fence, 'nothing was written');
    }
  };

  return {
    acquire: async (route, router, owner) => {
      const { execution } = owner;
      const written = await table.update(
        route,
        'SET #lock = :lock, #router = :router, #fence = if_not_exists(#fence, :zero) + :one' +
          ' REMOVE #snapshot, #expected, #request, #shiftingUntil, #deployment, #prepared',
        'attribute_not_exists(#lock)',
        {
          ':lock': { ...owner, reverting: false },
          ':router': router,
          ':zero': 0,
          ':one': 1,
        },
      );
      if (written !== null) {
        return { acquired: true, fence: written.fence };
      }
      const holder = await holderOf(route);
      if (holder === null) {
        throw new ServiceBusyError(`the lock of ${route} was released at the same time; try again`);
      }
      return holder.execution === execution && !holder.reverting
        ? { acquired: true, fence: holder.fence }
        : { acquired: false, holder };
    },

    read: async (route) => {
      const item = await table.get(route);
      return item === null ? null : toEntry(item);
    },

    // Only the first snapshot of an owner counts: a late preflight must not change what a revert restores.
    saveSnapshot: (route, fence, snapshot) =>
      fenced(
        route,
        fence,
        'SET #snapshot = if_not_exists(#snapshot, :record), #expected = if_not_exists(#expected, :record)',
        { ':record': snapshot },
      ),

    beginShift: (route, fence, until) =>
      fenced(route, fence, 'SET #shiftingUntil = :until', { ':until': until }),

    beginPreparation: (route, fence, preparation, until) =>
      fenced(
        route,
        fence,
        'SET #prepared = if_not_exists(#prepared, :preparation), #shiftingUntil = :until',
        { ':preparation': preparation, ':until': until },
      ),

    saveExpected: (route, fence, expected) =>
      fenced(route, fence, 'SET #expected = :record REMOVE #shiftingUntil', { ':record': expected }),

    saveDeployment: (route, fence, deployment) =>
      fenced(route, fence, 'SET #deployment = :deployment', { ':deployment': deployment }),

    takeOver: async (route, execution) => {
      const written = await table.update(
        route,
        'SET #lock.#reverting = :true, #fence = #fence + :one',
        '#lock.#execution = :execution AND #lock.#reverting = :false',
        { ':execution': execution, ':true': true, ':false': false, ':one': 1 },
      );
      if (written !== null) {
        return written.fence;
      }
      const holder = await holderOf(route);
      if (holder?.execution !== execution) {
        return null;
      }
      if (!holder.reverting) {
        throw new ServiceBusyError(`the lock of ${route} was acquired at the same time; try again`);
      }
      return holder.fence;
    },

    // The fence outlives the lock, so that a second release under it removes nothing and succeeds.
    release: (route, fence) => fenced(route, fence, 'REMOVE #lock', {}, ''),

    record: (route, decision) => putDecision(client, tableName, route, decision),
    decisions: (route) => decisionsOf(client, tableName, route),

    sendCommand: async (route, execution, command) => {
      const written = await table.update(route, 'SET #request = :request', '#lock.#execution = :execution', {
        ':request': { ...command, execution },
        ':execution': execution,
      });
      if (written === null) {
        throw new FencedError(
          `${execution} does not hold the lock of ${route}, so that it would not read the command`,
        );
      }
    },

    lastCommand: async (route, execution) => {
      const stored = (await table.get(route))?.request;
      if (stored?.execution !== execution) {
        return null;
      }
      const { kind, by, at, reason } = stored;
      return { kind, by, at, reason };
    },
  };
};
