import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from '@jest/globals';
import { dynamoClient } from '../../lambdas/adapters/clients/dynamo';
import { dynamoLedger } from '../../lambdas/adapters/dynamo-ledger';
import { describeLedger } from '../contracts/ledger.contract';
import { freshName } from './support/endpoints';

const client = dynamoClient();
const table = freshName();

beforeAll(async () => {
  await client.send(
    new CreateTableCommand({
      TableName: table,
      KeySchema: [
        { AttributeName: 'route', KeyType: 'HASH' },
        { AttributeName: 'item', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: ['route', 'item'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
});
afterAll(() => client.destroy());

describeLedger('dynamoLedger on ministack', async () => dynamoLedger(client, table));
