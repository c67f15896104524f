import { dynamoClient } from '../adapters/clients/dynamo';
import { elbClient } from '../adapters/clients/elb';
import { awsRouters } from '../adapters/clients/routers';
import { dynamoLedger } from '../adapters/ledger/dynamo-ledger';
import { targetsByArn } from '../adapters/preflight/by-place';
import { elbTargetHealth } from '../adapters/preflight/elb-target-health';
import { systemClock } from '../adapters/shared/system-clock';
import { revertTraffic } from '../steps/revert-traffic';
import { environment } from './support/environment';
import { taskHandler } from './support/task-handler';

const { LEDGER_TABLE, ROLES } = environment(['LEDGER_TABLE', 'ROLES']);
const router = awsRouters();
const targets = targetsByArn((place) => elbTargetHealth(elbClient(place)), ROLES);
const ledger = dynamoLedger(dynamoClient(), LEDGER_TABLE);

export const handler = taskHandler(
  'RevertTraffic',
  revertTraffic({ router, targets, ledger, clock: systemClock }),
);
