import { dynamoClient } from '../adapters/clients/dynamo';
import { route53Client } from '../adapters/clients/route53';
import { dynamoLedger } from '../adapters/dynamo-ledger';
import { route53Records } from '../adapters/route53-records';
import { route53Router } from '../adapters/route53-router';
import { systemClock } from '../adapters/system-clock';
import { checkPreparation } from '../steps/check-preparation';
import { environment } from './environment';
import { run } from './run';

const { LEDGER_TABLE } = environment(['LEDGER_TABLE']);
const records = route53Records(route53Client());
const router = route53Router(route53Client());
const ledger = dynamoLedger(dynamoClient(), LEDGER_TABLE);

export const handler = run(
  'CheckPreparation',
  checkPreparation({ router, records, ledger, clock: systemClock }),
);
