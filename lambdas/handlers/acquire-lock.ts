import { dynamoClient } from '../adapters/clients/dynamo';
import { dynamoLedger } from '../adapters/ledger/dynamo-ledger';
import { systemClock } from '../adapters/shared/system-clock';
import { acquireLock } from '../steps/acquire-lock';
import { environment } from './support/environment';
import { taskHandler } from './support/task-handler';

const { LEDGER_TABLE } = environment(['LEDGER_TABLE']);
const ledger = dynamoLedger(dynamoClient(), LEDGER_TABLE);

export const handler = taskHandler('AcquireLock', acquireLock({ ledger, clock: systemClock }));
