import { dynamoClient } from '../adapters/clients/dynamo';
import { elbClient } from '../adapters/clients/elb';
import { awsRouters } from '../adapters/clients/routers';
import { dynamoLedger } from '../adapters/ledger/dynamo-ledger';
import { elbTargetHealth } from '../adapters/preflight/elb-target-health';
import { systemClock } from '../adapters/shared/system-clock';
import { revertTraffic } from '../steps/revert-traffic';
import { environment } from './support/environment';
import { taskHandler } from './support/task-handler';

const { LEDGER_TABLE } = environment(['LEDGER_TABLE']);
const router = awsRouters();
const targets = elbTargetHealth(elbClient());
const ledger = dynamoLedger(dynamoClient(), LEDGER_TABLE);

export const handler = taskHandler(
  'RevertTraffic',
  revertTraffic({ router, targets, ledger, clock: systemClock }),
);
