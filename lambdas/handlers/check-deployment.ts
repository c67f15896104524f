import { cloudwatchClient } from '../adapters/clients/cloudwatch';
import { codeDeployClient } from '../adapters/clients/codedeploy';
import { dynamoClient } from '../adapters/clients/dynamo';
import { route53Client } from '../adapters/clients/route53';
import { cloudwatchHealth } from '../adapters/cloudwatch-health';
import { codeDeployDeployments } from '../adapters/codedeploy-deployments';
import { dynamoLedger } from '../adapters/dynamo-ledger';
import { route53Router } from '../adapters/route53-router';
import { systemClock } from '../adapters/system-clock';
import { checkDeployment } from '../steps/check-deployment';
import { environment } from './environment';
import { run } from './run';

const { LEDGER_TABLE } = environment(['LEDGER_TABLE']);

export const handler = run(
  'CheckDeployment',
  checkDeployment({
    deployments: codeDeployDeployments(codeDeployClient()),
    router: route53Router(route53Client()),
    health: cloudwatchHealth(cloudwatchClient()),
    ledger: dynamoLedger(dynamoClient(), LEDGER_TABLE),
    clock: systemClock,
  }),
);
