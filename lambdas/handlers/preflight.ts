import { acmCertificates } from '../adapters/acm-certificates';
import { acmClient } from '../adapters/clients/acm';
import { cloudformationClient } from '../adapters/clients/cloudformation';
import { cloudwatchClient } from '../adapters/clients/cloudwatch';
import { dynamoClient } from '../adapters/clients/dynamo';
import { elbClient } from '../adapters/clients/elb';
import { route53Client } from '../adapters/clients/route53';
import { awsRouters } from '../adapters/clients/routers';
import { cloudformationChangeSets } from '../adapters/cloudformation-change-sets';
import { cloudwatchHealth } from '../adapters/cloudwatch-health';
import { dynamoLedger } from '../adapters/dynamo-ledger';
import { elbTargetHealth } from '../adapters/elb-target-health';
import { route53HealthChecks } from '../adapters/route53-health-checks';
import { route53Records } from '../adapters/route53-records';
import { systemClock } from '../adapters/system-clock';
import { preflight } from '../steps/preflight';
import { environment } from './environment';
import { run } from './run';

const { LEDGER_TABLE } = environment(['LEDGER_TABLE']);

export const handler = run(
  'Preflight',
  preflight({
    router: awsRouters(),
    records: route53Records(route53Client()),
    healthChecks: route53HealthChecks(route53Client()),
    certificates: acmCertificates(acmClient()),
    changeSets: cloudformationChangeSets(cloudformationClient()),
    targets: elbTargetHealth(elbClient()),
    health: cloudwatchHealth(cloudwatchClient()),
    ledger: dynamoLedger(dynamoClient(), LEDGER_TABLE),
    clock: systemClock,
  }),
);
