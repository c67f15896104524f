import { cloudwatchClient } from '../adapters/clients/cloudwatch';
import { dynamoClient } from '../adapters/clients/dynamo';
import { everywhere } from '../adapters/clients/everywhere';
import { logger } from '../adapters/clients/logger';
import { workflowMetrics } from '../adapters/clients/metrics';
import { awsRouters } from '../adapters/clients/routers';
import { ssmClient } from '../adapters/clients/ssm';
import { cloudwatchHealth } from '../adapters/health/cloudwatch-health';
import { dynamoLedger } from '../adapters/ledger/dynamo-ledger';
import { calendarsByArn } from '../adapters/preflight/by-place';
import { ssmChangeCalendars } from '../adapters/preflight/ssm-change-calendars';
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
const calendars = calendarsByArn((place) => ssmChangeCalendars(ssmClient(place)));
const ledger = dynamoLedger(dynamoClient(), LEDGER_TABLE);

const writeMetrics = powertoolsMetrics(workflowMetrics, LEDGER_TABLE);

export const handler = taskHandler(
  'EvaluateHealth',
  measuredStep(
    evaluateHealth({ router, health, ledger, calendars, clock: systemClock }),
    ({ plan, route, soakState }, decision) =>
      writeMetrics(route, evaluationMetrics(plan, soakState, decision, systemClock.now())),
    powertoolsLog(logger()),
  ),
);
