import { acmClient } from '../adapters/clients/acm';
import { autoScalingClient } from '../adapters/clients/auto-scaling';
import { cloudformationClient } from '../adapters/clients/cloudformation';
import { cloudwatchClient } from '../adapters/clients/cloudwatch';
import { dynamoClient } from '../adapters/clients/dynamo';
import { elbClient } from '../adapters/clients/elb';
import { everywhere } from '../adapters/clients/everywhere';
import { route53Client } from '../adapters/clients/route53';
import { awsRouters } from '../adapters/clients/routers';
import { ssmClient } from '../adapters/clients/ssm';
import { cloudwatchHealth } from '../adapters/health/cloudwatch-health';
import { dynamoLedger } from '../adapters/ledger/dynamo-ledger';
import { acmCertificates } from '../adapters/preflight/acm-certificates';
import { awsAutoScalingGroups } from '../adapters/preflight/aws-auto-scaling-groups';
import {
  autoScalingGroupsByArn,
  balancersByArn,
  calendarsByArn,
  certificatesByArn,
  healthChecksByRole,
  recordsByRole,
  targetsByArn,
} from '../adapters/preflight/by-place';
import { cloudformationChangeSets } from '../adapters/preflight/cloudformation-change-sets';
import { elbBalancers } from '../adapters/preflight/elb-balancers';
import { elbTargetHealth } from '../adapters/preflight/elb-target-health';
import { route53HealthChecks } from '../adapters/preflight/route53-health-checks';
import { ssmChangeCalendars } from '../adapters/preflight/ssm-change-calendars';
import { route53Records } from '../adapters/routers/route53/route53-records';
import { route53RecordsApi } from '../adapters/routers/route53/route53-records-api';
import { systemClock } from '../adapters/shared/system-clock';
import { preflight } from '../steps/preflight';
import { policyFrom } from './support/allowed-environment';
import { environment } from './support/environment';
import { taskHandler } from './support/task-handler';

const { LEDGER_TABLE, POLICY, ROLES } = environment(['LEDGER_TABLE', 'POLICY', 'ROLES']);

export const handler = taskHandler(
  'Preflight',
  preflight({
    router: awsRouters(),
    records: recordsByRole((place) => route53Records(route53RecordsApi(route53Client(place)))),
    healthChecks: healthChecksByRole((place) => route53HealthChecks(route53Client(place))),
    certificates: certificatesByArn((place) => acmCertificates(acmClient(place)), ROLES),
    calendars: calendarsByArn((place) => ssmChangeCalendars(ssmClient(place))),
    changeSets: cloudformationChangeSets(cloudformationClient()),
    targets: targetsByArn((place) => elbTargetHealth(elbClient(place)), ROLES),
    autoScalingGroups: autoScalingGroupsByArn(
      (place) =>
        awsAutoScalingGroups({ autoScaling: autoScalingClient(place), cloudwatch: cloudwatchClient(place) }),
      ROLES,
    ),
    balancers: balancersByArn((place) => elbBalancers(elbClient(place)), ROLES),
    health: cloudwatchHealth(everywhere(cloudwatchClient, ROLES)),
    ledger: dynamoLedger(dynamoClient(), LEDGER_TABLE),
    clock: systemClock,
    policy: policyFrom(POLICY),
  }),
);
