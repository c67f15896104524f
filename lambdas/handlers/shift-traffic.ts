import { dynamoClient } from '../adapters/clients/dynamo';
import { awsRouters } from '../adapters/clients/routers';
import { dynamoLedger } from '../adapters/ledger/dynamo-ledger';
import { systemClock } from '../adapters/shared/system-clock';
import { shiftTraffic } from '../steps/shift-traffic';
import { environment } from './support/environment';
import { taskHandler } from './support/task-handler';

const { LEDGER_TABLE } = environment(['LEDGER_TABLE']);
const router = awsRouters();
const ledger = dynamoLedger(dynamoClient(), LEDGER_TABLE);

export const handler = taskHandler('ShiftTraffic', shiftTraffic({ router, ledger, clock: systemClock }));
