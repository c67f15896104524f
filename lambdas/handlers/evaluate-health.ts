import { cloudwatchClient } from '../adapters/clients/cloudwatch';
import { dynamoClient } from '../adapters/clients/dynamo';
import { everywhere } from '../adapters/clients/everywhere';
import { awsRouters } from '../adapters/clients/routers';
import { cloudwatchHealth } from '../adapters/health/cloudwatch-health';
import { dynamoLedger } from '../adapters/ledger/dynamo-ledger';
import { systemClock } from '../adapters/shared/system-clock';
import { evaluateHealth } from '../steps/evaluate-health';
import { environment } from './support/environment';
import { taskHandler } from './support/task-handler';

const { LEDGER_TABLE, ROLES } = environment(['LEDGER_TABLE', 'ROLES']);
const router = awsRouters();
const health = cloudwatchHealth(everywhere(cloudwatchClient, ROLES));
const ledger = dynamoLedger(dynamoClient(), LEDGER_TABLE);

export const handler = taskHandler(
  'EvaluateHealth',
  evaluateHealth({ router, health, ledger, clock: systemClock }),
);
