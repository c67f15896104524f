import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import { dynamoLedger } from '../../lambdas/adapters/ledger/dynamo-ledger';
import { MemoryTable } from '../../tools/release-fixtures/memory-table';
import { describeLedger } from '../contracts/ledger.contract';

describeLedger('the ledger of the functions over the table in memory', async () =>
  dynamoLedger(new MemoryTable().client, 'ledger'),
);

test.each(['SET route = :x', 'SET #a ! :x', 'DELETE #a :x', '#a = :x'])(
  'refuses an update that it cannot carry out: %s',
  async (UpdateExpression) => {
    const update = new UpdateCommand({
      TableName: 'ledger',
      Key: { route: 'a', item: 'lock' },
      UpdateExpression,
      ExpressionAttributeNames: { '#a': 'a' },
      ExpressionAttributeValues: { ':x': 1 },
    });
    await expect(new MemoryTable().client.send(update)).rejects.toThrow(/expression|clause|Names/);
  },
);
