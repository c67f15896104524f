import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { FencedError, ServiceBusyError } from '../../core/shared/errors';
import { lockLostError } from '../../core/shared/lock';
import type { Ledger, Lock } from '../../ports';
import { decisionsOf, putDecision } from './dynamo-decisions';
import { toEntry } from './dynamo-route-item';
import { routeTable } from './dynamo-route-table';
import { takeOverLock } from './dynamo-take-over';

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

  /**
   * Writes what begins something new, if no command has arrived beyond those that the step has read.
   * @returns false when one has
   */
  const unlessCommanded = async (
    route: string,
    fence: number,
    update: string,
    values: Record<string, unknown>,
    commands: number | null,
  ): Promise<boolean> => {
    const held = '#fence = :fence AND attribute_exists(#lock)';
    const known = commands === 0 ? 'attribute_not_exists(#commands)' : 'size(#commands) = :commands';
    const condition = commands === null ? held : `${held} AND ${known}`;
    const counted = commands === null || commands === 0 ? {} : { ':commands': commands };
    const written = await table.update(route, update, condition, { ...values, ...counted, ':fence': fence });
    if (written !== null) {
      return true;
    }
    const holder = commands === null ? null : await holderOf(route);
    if (holder?.fence !== fence) {
      throw lockLostError(route, fence, 'nothing was written');
    }
    return false;
  };

  return {
    acquire: async (route, router, owner) => {
      const { execution } = owner;
      const written = await table.update(
        route,
        'SET #lock = :lock, #router = :router, #fence = if_not_exists(#fence, :zero) + :one' +
          ' REMOVE #snapshot, #expected, #commands, #refused, #shiftingUntil, #leaseUntil, ' +
          '#turn, #deployment, #prepared',
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

    beginShift: (route, fence, until, commands) =>
      unlessCommanded(
        route,
        fence,
        'SET #shiftingUntil = :until, #leaseUntil = :until',
        { ':until': until },
        commands,
      ),

    beginPreparation: (route, fence, preparation, until, commands) =>
      unlessCommanded(
        route,
        fence,
        'SET #prepared = if_not_exists(#prepared, :preparation)' +
          ', #shiftingUntil = :until, #leaseUntil = :until',
        { ':preparation': preparation, ':until': until },
        commands,
      ),

    saveExpected: (route, fence, expected) =>
      fenced(route, fence, 'SET #expected = :record REMOVE #shiftingUntil', { ':record': expected }),

    saveDeployment: (route, fence, deployment, commands) =>
      unlessCommanded(route, fence, 'SET #deployment = :deployment', { ':deployment': deployment }, commands),

    takeOver: (route, execution, turn) => takeOverLock(table, route, execution, turn),

    // The fence outlives the lock, so that a second release under it removes nothing and succeeds.
    release: async (route, fence, at) => {
      const isOver = '(attribute_not_exists(#leaseUntil) OR #leaseUntil <= :at)';
      const condition = `#fence = :fence AND ${isOver}`;
      const written = await table.update(route, 'REMOVE #lock', condition, { ':fence': fence, ':at': at });
      if (written !== null) {
        return null;
      }
      const kept = await table.get(route);
      if (kept?.fence !== fence) {
        throw lockLostError(route, fence, 'nothing was written');
      }
      return kept.leaseUntil ?? at;
    },

    record: (route, decision) => putDecision(client, tableName, route, decision),
    decisions: (route) => decisionsOf(client, tableName, route),

    sendCommand: async (route, execution, command) => {
      const written = await table.update(
        route,
        'SET #commands = list_append(if_not_exists(#commands, :none), :command)',
        '#lock.#execution = :execution',
        { ':none': [], ':command': [command], ':execution': execution },
      );
      if (written === null) {
        throw new FencedError(
          `${execution} does not hold the lock of ${route}, so that it would not read the command`,
        );
      }
    },

    // A command of an execution that no longer holds the lock counts for nothing anyway.
    refuseCommand: async (route, execution, index) => {
      await table.update(route, 'ADD #refused :index', '#lock.#execution = :execution', {
        ':index': new Set([index]),
        ':execution': execution,
      });
    },
  };
};
