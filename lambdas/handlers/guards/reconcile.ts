import { dynamoClient } from '../../adapters/clients/dynamo';
import { logger } from '../../adapters/clients/logger';
import { awsRouters } from '../../adapters/clients/routers';
import { stepFunctionsClient } from '../../adapters/clients/step-functions';
import { dynamoLedger } from '../../adapters/ledger/dynamo-ledger';
import { powertoolsLog } from '../../adapters/shared/powertools-log';
import { stepFunctionsExecutions } from '../../adapters/shared/step-functions-executions';
import { systemClock } from '../../adapters/shared/system-clock';
import { reconcile } from '../../steps/guards/reconcile';
import { environment } from '../support/environment';
import { taskHandler } from '../support/task-handler';

const { LEDGER_TABLE, REVERT_MACHINE_ARN, ROUTES } = environment([
  'LEDGER_TABLE',
  'REVERT_MACHINE_ARN',
  'ROUTES',
]);
const log = powertoolsLog(logger());
const router = awsRouters();
const ledger = dynamoLedger(dynamoClient(), LEDGER_TABLE);
const executions = stepFunctionsExecutions(stepFunctionsClient(), REVERT_MACHINE_ARN);

export const handler = taskHandler(
  'Reconcile',
  reconcile({
    ...{ router, ledger, executions, log },
    clock: systemClock,
    routes: ROUTES,
    ledgerTable: LEDGER_TABLE,
  }),
);
