import { dynamoClient } from '../adapters/clients/dynamo';
import { awsRouters } from '../adapters/clients/routers';
import { dynamoLedger } from '../adapters/ledger/dynamo-ledger';
import { systemClock } from '../adapters/shared/system-clock';
import { shiftTraffic } from '../steps/shift-traffic';
import { environment } from './environment';
import { run } from './run';

const { LEDGER_TABLE } = environment(['LEDGER_TABLE']);
const router = awsRouters();
const ledger = dynamoLedger(dynamoClient(), LEDGER_TABLE);

export const handler = run('ShiftTraffic', shiftTraffic({ router, ledger, clock: systemClock }));
