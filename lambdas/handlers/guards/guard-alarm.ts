import { dynamoClient } from '../../adapters/clients/dynamo';
import { stepFunctionsClient } from '../../adapters/clients/step-functions';
import { dynamoLedger } from '../../adapters/ledger/dynamo-ledger';
import { stepFunctionsExecutions } from '../../adapters/shared/step-functions-executions';
import { guardAlarm } from '../../steps/guards/guard-alarm';
import { environment } from '../support/environment';
import { taskHandler } from '../support/task-handler';

const { LEDGER_TABLE, REVERT_MACHINE_ARN, ROUTES } = environment([
  'LEDGER_TABLE',
  'REVERT_MACHINE_ARN',
  'ROUTES',
]);
const ledger = dynamoLedger(dynamoClient(), LEDGER_TABLE);
const executions = stepFunctionsExecutions(stepFunctionsClient(), REVERT_MACHINE_ARN);

export const handler = taskHandler('GuardAlarm', guardAlarm({ ledger, executions, routes: ROUTES }));
