import { dynamoClient } from '../adapters/clients/dynamo';
import { route53Client } from '../adapters/clients/route53';
import { awsRouters } from '../adapters/clients/routers';
import { ssmClient } from '../adapters/clients/ssm';
import { dynamoLedger } from '../adapters/ledger/dynamo-ledger';
import { calendarsByArn, recordsByRole } from '../adapters/preflight/by-place';
import { ssmChangeCalendars } from '../adapters/preflight/ssm-change-calendars';
import { route53Records } from '../adapters/routers/route53/route53-records';
import { route53RecordsApi } from '../adapters/routers/route53/route53-records-api';
import { systemClock } from '../adapters/shared/system-clock';
import { checkPreparation } from '../steps/check-preparation';
import { environment } from './support/environment';
import { taskHandler } from './support/task-handler';

const { LEDGER_TABLE } = environment(['LEDGER_TABLE']);
const records = recordsByRole((place) => route53Records(route53RecordsApi(route53Client(place))));
const router = awsRouters();
const calendars = calendarsByArn((place) => ssmChangeCalendars(ssmClient(place)));
const ledger = dynamoLedger(dynamoClient(), LEDGER_TABLE);

export const handler = taskHandler(
  'CheckPreparation',
  checkPreparation({ router, records, calendars, ledger, clock: systemClock }),
);
