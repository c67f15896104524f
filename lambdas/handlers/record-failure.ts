import { dynamoClient } from '../adapters/clients/dynamo';
import { logger } from '../adapters/clients/logger';
import { dynamoLedger } from '../adapters/ledger/dynamo-ledger';
import { powertoolsLog } from '../adapters/shared/powertools-log';
import { systemClock } from '../adapters/shared/system-clock';
import { recordFailure } from '../steps/record-failure';
import { environment } from './support/environment';
import { taskHandler } from './support/task-handler';

const { LEDGER_TABLE } = environment(['LEDGER_TABLE']);
const ledger = dynamoLedger(dynamoClient(), LEDGER_TABLE);
const log = powertoolsLog(logger());

export const handler = taskHandler('RecordFailure', recordFailure({ ledger, clock: systemClock, log }));
