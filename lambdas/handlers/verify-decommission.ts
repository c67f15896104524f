import { autoScalingClient } from '../adapters/clients/auto-scaling';
import { cloudwatchClient } from '../adapters/clients/cloudwatch';
import { dynamoClient } from '../adapters/clients/dynamo';
import { ecsClient } from '../adapters/clients/ecs';
import { elbClient } from '../adapters/clients/elb';
import { everywhere } from '../adapters/clients/everywhere';
import { route53Client } from '../adapters/clients/route53';
import { awsRouters } from '../adapters/clients/routers';
import { cloudwatchHealth } from '../adapters/health/cloudwatch-health';
import { dynamoLedger } from '../adapters/ledger/dynamo-ledger';
import { awsReferences } from '../adapters/references/aws-references';
import { systemClock } from '../adapters/shared/system-clock';
import { verifyDecommission } from '../steps/verify-decommission';
import { environment } from './support/environment';
import { taskHandler } from './support/task-handler';

const { LEDGER_TABLE, ROLES } = environment(['LEDGER_TABLE', 'ROLES']);
const route53 = route53Client();

export const handler = taskHandler(
  'VerifyDecommission',
  verifyDecommission({
    router: awsRouters(),
    references: awsReferences({
      route53,
      cloudwatch: cloudwatchClient(),
      elb: elbClient(),
      ecs: ecsClient(),
      autoScaling: autoScalingClient(),
    }),
    health: cloudwatchHealth(everywhere(cloudwatchClient, ROLES)),
    ledger: dynamoLedger(dynamoClient(), LEDGER_TABLE),
    clock: systemClock,
  }),
);
