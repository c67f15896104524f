import { afterAll, beforeAll } from '@jest/globals';
import { dynamoClient } from '../../lambdas/adapters/clients/dynamo';
import { dynamoLedger } from '../../lambdas/adapters/ledger/dynamo-ledger';
import { describeLedger } from '../contracts/ledger.contract';
import { createLedgerTable } from './support/ledger-table';

const client = dynamoClient();
let table: string;

beforeAll(async () => {
  table = await createLedgerTable(client);
});
afterAll(() => client.destroy());

describeLedger('dynamoLedger on ministack', async () => dynamoLedger(client, table));
