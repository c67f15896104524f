import { codeDeployClient } from '../adapters/clients/codedeploy';
import { dynamoClient } from '../adapters/clients/dynamo';
import { codeDeployDeployments } from '../adapters/deployments/codedeploy-deployments';
import { dynamoLedger } from '../adapters/ledger/dynamo-ledger';
import { systemClock } from '../adapters/shared/system-clock';
import { stopDeployment } from '../steps/stop-deployment';
import { environment } from './support/environment';
import { taskHandler } from './support/task-handler';

const { LEDGER_TABLE } = environment(['LEDGER_TABLE']);
const deployments = codeDeployDeployments(codeDeployClient());
const ledger = dynamoLedger(dynamoClient(), LEDGER_TABLE);

export const handler = taskHandler(
  'StopDeployment',
  stopDeployment({ deployments, ledger, clock: systemClock }),
);
