import { dynamoClient } from '../adapters/clients/dynamo';
import { logger } from '../adapters/clients/logger';
import { workflowMetrics } from '../adapters/clients/metrics';
import { dynamoLedger } from '../adapters/ledger/dynamo-ledger';
import { powertoolsLog } from '../adapters/shared/powertools-log';
import { powertoolsMetrics } from '../adapters/shared/powertools-metrics';
import { systemClock } from '../adapters/shared/system-clock';
import { revertMetrics } from '../core/events/evaluation-metrics';
import { releaseLock } from '../steps/release-lock';
import { environment } from './support/environment';
import { measuredStep } from './support/measured-step';
import { taskHandler } from './support/task-handler';

const { LEDGER_TABLE } = environment(['LEDGER_TABLE']);
const ledger = dynamoLedger(dynamoClient(), LEDGER_TABLE);

const writeMetrics = powertoolsMetrics(workflowMetrics, LEDGER_TABLE);

export const handler = taskHandler(
  'ReleaseLock',
  measuredStep(
    releaseLock({ ledger, clock: systemClock }),
    ({ route, revertStartedAt }) => {
      if (revertStartedAt !== undefined) {
        writeMetrics(route, revertMetrics(revertStartedAt, systemClock.now()));
      }
    },
    powertoolsLog(logger()),
  ),
);
