import { dynamoClient } from '../adapters/clients/dynamo';
import { stepFunctionsClient } from '../adapters/clients/step-functions';
import { dynamoLedger } from '../adapters/ledger/dynamo-ledger';
import { sha256 } from '../adapters/shared/sha256';
import { stepFunctionsCutovers } from '../adapters/shared/step-functions-cutovers';
import { stepFunctionsExecutions } from '../adapters/shared/step-functions-executions';
import { systemClock } from '../adapters/shared/system-clock';
import { operate } from '../steps/operate';
import { ALLOWED_VARIABLES, allowedBy } from './support/allowed-environment';
import { environment } from './support/environment';
import { taskHandler } from './support/task-handler';

const { LEDGER_TABLE, REVERT_MACHINE_ARN, CUTOVER_MACHINE_ARN, ...variables } = environment([
  ...ALLOWED_VARIABLES,
  'LEDGER_TABLE',
  'REVERT_MACHINE_ARN',
  'CUTOVER_MACHINE_ARN',
]);
const client = stepFunctionsClient();

export const handler = taskHandler(
  'Operate',
  operate({
    ...allowedBy(variables),
    ledger: dynamoLedger(dynamoClient(), LEDGER_TABLE),
    executions: stepFunctionsExecutions(client, REVERT_MACHINE_ARN),
    forwardExecutions: stepFunctionsCutovers(client, CUTOVER_MACHINE_ARN),
    clock: systemClock,
    digest: sha256,
  }),
);
