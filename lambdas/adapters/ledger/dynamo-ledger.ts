import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ServiceBusyError } from '../../core/shared/errors';
import { laterShiftError, lockLostError } from '../../core/shared/lock';
import type { Ledger, Lock } from '../../ports';
import { commandTable, unreadCommands } from './dynamo-commands';
import { decisionAt, decisionsOf, newDecision, putDecision } from './dynamo-decisions';
import { releases } from './dynamo-release';
import { toEntry } from './dynamo-route-item';
import { routeTable } from './dynamo-route-table';
import { takeOverLock } from './dynamo-take-over';
import { writeTogether } from './dynamo-transaction';

/**
 * The ledger in one DynamoDB table, with partition key `route` and sort key `item`. Every change of a lock is
 * one conditional update of one item, and therefore atomic. What commands hold back is written in a
 * transaction that checks the item of the commands. Every read is strongly consistent.
 * @param client a document client with the caller's retries and time-outs
 */
export const dynamoLedger = (client: Pick<DynamoDBDocumentClient, 'send'>, tableName: string): Ledger => {
  const table = routeTable(client, tableName);
  const commandsOf = commandTable(client, tableName);

  const holderOf = async (route: string): Promise<Lock | null> => {
    const item = await table.get(route);
    return item === null ? null : toEntry(item, []).lock;
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
    if (commands === null) {
      await fenced(route, fence, update, values);
      return true;
    }
    const lock = await holderOf(route);
    if (lock?.fence !== fence) {
      throw lockLostError(route, fence, 'nothing was written');
    }
    const held = '#fence = :fence AND attribute_exists(#lock)';
    const unread = unreadCommands(tableName, route, lock.execution, commands);
    const written = table.updateItem(route, update, held, { ...values, ':fence': fence });
    const refused = await writeTogether(client, [written, unread]);
    if (refused === 0) {
      throw lockLostError(route, fence, 'nothing was written');
    }
    return refused === null;
  };

  return {
    acquire: async (route, router, owner, started) => {
      const { execution } = owner;
      const lock = [
        'SET #lock = :lock, #router = :router, #fence = if_not_exists(#fence, :zero) + :one' +
          ' REMOVE #snapshot, #expected, #refused, #shiftingUntil, #shiftingTo, #leaseUntil, ' +
          '#turn, #deployment, #prepared',
        'attribute_not_exists(#lock)',
        { ':lock': { ...owner, reverting: false }, ':router': router, ':zero': 0, ':one': 1 },
      ] as const;
      const refused =
        started === undefined
          ? 1
          : await writeTogether(client, [
              table.updateItem(route, ...lock),
              { Put: newDecision(tableName, route, started) },
            ]);
      // Without a decision, or when it is there already, only the lock is written.
      const written = refused === 1 ? await table.update(route, ...lock) : null;
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
      if (item === null) {
        return null;
      }
      const { lock } = item;
      return toEntry(item, lock === undefined ? [] : await commandsOf.get(route, lock.execution));
    },

    // Only the first snapshot of an owner counts: a late preflight must not change what a revert restores.
    saveSnapshot: (route, fence, snapshot) =>
      fenced(
        route,
        fence,
        'SET #snapshot = if_not_exists(#snapshot, :record), #expected = if_not_exists(#expected, :record)',
        { ':record': snapshot },
      ),

    beginShift: (route, fence, { until, percent }, commands) =>
      unlessCommanded(
        route,
        fence,
        'SET #shiftingUntil = :until, #leaseUntil = :until, #shiftingTo = :percent',
        { ':until': until, ':percent': percent },
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

    saveExpected: async (route, fence, expected) => {
      const update = 'SET #expected = :record REMOVE #shiftingUntil, #shiftingTo';
      const goesOn =
        '(#lock.#direction = :down AND #expected.#percent >= :percent) OR' +
        ' (attribute_not_exists(#lock.#direction) AND #expected.#percent <= :percent)';
      const isLast = `(attribute_not_exists(#expected) OR ${goesOn})`;
      const condition = `#fence = :fence AND attribute_exists(#lock) AND ${isLast}`;
      const values = {
        ':record': expected,
        ':percent': expected.percent,
        ':fence': fence,
        ':down': 'down',
      };
      if ((await table.update(route, update, condition, values)) === null) {
        throw (await holderOf(route))?.fence === fence
          ? laterShiftError(route, expected.percent)
          : lockLostError(route, fence, 'nothing was written');
      }
    },

    saveDeployment: (route, fence, deployment, commands) =>
      unlessCommanded(route, fence, 'SET #deployment = :deployment', { ':deployment': deployment }, commands),

    takeOver: (route, execution, turn, reason) => takeOverLock(table, route, execution, turn, reason),

    ...releases(client, tableName),

    record: (route, decision) => putDecision(client, tableName, route, decision),
    decision: (route, execution, key) => decisionAt(client, tableName, route, { execution, key }),
    decisions: (route) => decisionsOf(client, tableName, route),

    commands: (route, execution) => commandsOf.get(route, execution),
    sendCommand: (route, execution, command) => commandsOf.append(route, execution, command),
    sendToHolder: (route, execution, command) => commandsOf.appendForHolder(route, execution, command),

    // A command of an execution that no longer holds the lock counts for nothing anyway.
    refuseCommand: async (route, execution, index) => {
      await table.update(route, 'ADD #refused :index', '#lock.#execution = :execution', {
        ':index': new Set([index]),
        ':execution': execution,
      });
    },

    saveStarter: (route, execution, starter) => commandsOf.saveStarter(route, execution, starter),
    starter: (route, execution) => commandsOf.starter(route, execution),
  };
};
