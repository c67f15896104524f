import { dynamoClient } from '../adapters/clients/dynamo';
import { dynamoLedger } from '../adapters/ledger/dynamo-ledger';
import { sha256 } from '../adapters/shared/sha256';
import { validatePlan } from '../steps/validate-plan';
import { allowedByEnvironment } from './support/allowed-environment';
import { environment } from './support/environment';
import { taskHandler } from './support/task-handler';

const { LEDGER_TABLE } = environment(['LEDGER_TABLE']);
const ledger = dynamoLedger(dynamoClient(), LEDGER_TABLE);

export const handler = taskHandler(
  'ValidatePlan',
  validatePlan({ ...allowedByEnvironment(), ledger, digest: sha256 }),
);
