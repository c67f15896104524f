import { cloudwatchClient } from '../adapters/clients/cloudwatch';
import { codeDeployClient } from '../adapters/clients/codedeploy';
import { dynamoClient } from '../adapters/clients/dynamo';
import { everywhere } from '../adapters/clients/everywhere';
import { awsRouters } from '../adapters/clients/routers';
import { codeDeployDeployments } from '../adapters/deployments/codedeploy-deployments';
import { cloudwatchHealth } from '../adapters/health/cloudwatch-health';
import { dynamoLedger } from '../adapters/ledger/dynamo-ledger';
import { systemClock } from '../adapters/shared/system-clock';
import { checkDeployment } from '../steps/check-deployment';
import { environment } from './support/environment';
import { taskHandler } from './support/task-handler';

const { LEDGER_TABLE, ROLES } = environment(['LEDGER_TABLE', 'ROLES']);

export const handler = taskHandler(
  'CheckDeployment',
  checkDeployment({
    deployments: codeDeployDeployments(codeDeployClient()),
    router: awsRouters(),
    health: cloudwatchHealth(everywhere(cloudwatchClient, ROLES)),
    ledger: dynamoLedger(dynamoClient(), LEDGER_TABLE),
    clock: systemClock,
  }),
);
