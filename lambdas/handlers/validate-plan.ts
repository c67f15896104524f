import { dynamoClient } from '../adapters/clients/dynamo';
import { dynamoLedger } from '../adapters/ledger/dynamo-ledger';
import { sha256 } from '../adapters/shared/sha256';
import { validatePlan } from '../steps/validate-plan';
import { ALLOWED_VARIABLES, allowedBy } from './support/allowed-environment';
import { environment } from './support/environment';
import { taskHandler } from './support/task-handler';

const { LEDGER_TABLE, ...variables } = environment([...ALLOWED_VARIABLES, 'LEDGER_TABLE']);
const ledger = dynamoLedger(dynamoClient(), LEDGER_TABLE);

export const handler = taskHandler(
  'ValidatePlan',
  validatePlan({ ...allowedBy(variables), ledger, digest: sha256 }),
);
