import { dynamoClient } from '../adapters/clients/dynamo';
import { route53Client } from '../adapters/clients/route53';
import { dynamoLedger } from '../adapters/ledger/dynamo-ledger';
import { recordsByRole } from '../adapters/preflight/by-place';
import { route53Records } from '../adapters/routers/route53/route53-records';
import { route53RecordsApi } from '../adapters/routers/route53/route53-records-api';
import { systemClock } from '../adapters/shared/system-clock';
import { restoreRecords } from '../steps/restore-records';
import { environment } from './support/environment';
import { taskHandler } from './support/task-handler';

const { LEDGER_TABLE } = environment(['LEDGER_TABLE']);
const records = recordsByRole((place) => route53Records(route53RecordsApi(route53Client(place))));
const ledger = dynamoLedger(dynamoClient(), LEDGER_TABLE);

export const handler = taskHandler('RestoreRecords', restoreRecords({ records, ledger, clock: systemClock }));
