import { dynamoClient } from '../adapters/clients/dynamo';
import { lambdaClient } from '../adapters/clients/lambda';
import { lambdaGates } from '../adapters/gates/lambda-gates';
import { dynamoLedger } from '../adapters/ledger/dynamo-ledger';
import { systemClock } from '../adapters/shared/system-clock';
import { askGates } from '../steps/ask-gates';
import { environment } from './support/environment';
import { taskHandler } from './support/task-handler';

const { LEDGER_TABLE, GATES, GATE_FUNCTIONS } = environment(['LEDGER_TABLE', 'GATES', 'GATE_FUNCTIONS']);

export const handler = taskHandler(
  'AskGates',
  askGates({
    gates: lambdaGates(lambdaClient(), new Map(Object.entries(GATE_FUNCTIONS))),
    ledger: dynamoLedger(dynamoClient(), LEDGER_TABLE),
    clock: systemClock,
    deployedGates: GATES,
  }),
);
