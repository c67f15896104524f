import { cloudwatchClient } from '../adapters/clients/cloudwatch';
import { dynamoClient } from '../adapters/clients/dynamo';
import { everywhere } from '../adapters/clients/everywhere';
import { logger } from '../adapters/clients/logger';
import { workflowMetrics } from '../adapters/clients/metrics';
import { awsRouters } from '../adapters/clients/routers';
import { cloudwatchHealth } from '../adapters/health/cloudwatch-health';
import { dynamoLedger } from '../adapters/ledger/dynamo-ledger';
import { powertoolsLog } from '../adapters/shared/powertools-log';
import { powertoolsMetrics } from '../adapters/shared/powertools-metrics';
import { systemClock } from '../adapters/shared/system-clock';
import { evaluationMetrics } from '../core/events/evaluation-metrics';
import { evaluateHealth } from '../steps/evaluate-health';
import { environment } from './support/environment';
import { measuredStep } from './support/measured-step';
import { taskHandler } from './support/task-handler';

const { LEDGER_TABLE, ROLES } = environment(['LEDGER_TABLE', 'ROLES']);
const router = awsRouters();
const health = cloudwatchHealth(everywhere(cloudwatchClient, ROLES));
const ledger = dynamoLedger(dynamoClient(), LEDGER_TABLE);

const writeMetrics = powertoolsMetrics(workflowMetrics, LEDGER_TABLE);

export const handler = taskHandler(
  'EvaluateHealth',
  measuredStep(
    evaluateHealth({ router, health, ledger, clock: systemClock }),
    ({ plan, route, soakState }, decision) =>
      writeMetrics(route, evaluationMetrics(plan, soakState, decision, systemClock.now())),
    powertoolsLog(logger()),
  ),
);
