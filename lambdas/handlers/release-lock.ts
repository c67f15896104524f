import { dynamoClient } from '../adapters/clients/dynamo';
import { dynamoLedger } from '../adapters/ledger/dynamo-ledger';
import { systemClock } from '../adapters/shared/system-clock';
import { releaseLock } from '../steps/release-lock';
import { environment } from './support/environment';
import { taskHandler } from './support/task-handler';

const { LEDGER_TABLE } = environment(['LEDGER_TABLE']);
const ledger = dynamoLedger(dynamoClient(), LEDGER_TABLE);

export const handler = taskHandler('ReleaseLock', releaseLock({ ledger, clock: systemClock }));
