import { acmClient } from '../../../lambdas/adapters/clients/acm';
import { autoScalingClient } from '../../../lambdas/adapters/clients/auto-scaling';
import { cloudformationClient } from '../../../lambdas/adapters/clients/cloudformation';
import type { cloudwatchClient } from '../../../lambdas/adapters/clients/cloudwatch';
import { codeDeployClient } from '../../../lambdas/adapters/clients/codedeploy';
import type { dynamoClient } from '../../../lambdas/adapters/clients/dynamo';
import { ecsClient } from '../../../lambdas/adapters/clients/ecs';
import { elbClient } from '../../../lambdas/adapters/clients/elb';
import { lambdaClient } from '../../../lambdas/adapters/clients/lambda';
import type { route53Client } from '../../../lambdas/adapters/clients/route53';
import { secretClients } from '../../../lambdas/adapters/clients/secrets';
import { ssmClient } from '../../../lambdas/adapters/clients/ssm';
import { codeDeployDeployments } from '../../../lambdas/adapters/deployments/codedeploy-deployments';
import { lambdaGates } from '../../../lambdas/adapters/gates/lambda-gates';
import { cloudwatchHealth } from '../../../lambdas/adapters/health/cloudwatch-health';
import { dynamoLedger } from '../../../lambdas/adapters/ledger/dynamo-ledger';
import { acmCertificates } from '../../../lambdas/adapters/preflight/acm-certificates';
import { awsAutoScalingGroups } from '../../../lambdas/adapters/preflight/aws-auto-scaling-groups';
import { cloudformationChangeSets } from '../../../lambdas/adapters/preflight/cloudformation-change-sets';
import { elbBalancers } from '../../../lambdas/adapters/preflight/elb-balancers';
import { elbTargetHealth } from '../../../lambdas/adapters/preflight/elb-target-health';
import { route53HealthChecks } from '../../../lambdas/adapters/preflight/route53-health-checks';
import { ssmChangeCalendars } from '../../../lambdas/adapters/preflight/ssm-change-calendars';
import { awsReferences } from '../../../lambdas/adapters/references/aws-references';
import { route53Records } from '../../../lambdas/adapters/routers/route53/route53-records';
import { route53RecordsApi } from '../../../lambdas/adapters/routers/route53/route53-records-api';
import { route53Router } from '../../../lambdas/adapters/routers/route53/route53-router';
import { awsSecrets } from '../../../lambdas/adapters/secrets/aws-secrets';
import { sha256 } from '../../../lambdas/adapters/shared/sha256';
import type { Executions, ForwardExecutions } from '../../../lambdas/ports';
import { Functions } from '../../../lib/rehearsal/aws/functions';
import { seededRandom } from '../../../lib/rehearsal/kernel/random';
import { bindSteps } from '../../../lib/rehearsal/world/bind-steps';
import { loopbackProbe } from './https-path';
import type { LiveRoute } from './live-route';
import { realClock } from './real-clock';

/** No test starts a cutover through Operate. */
const noStarts: ForwardExecutions = {
  arnOf: (name) => name,
  start: async () => false,
};

/** The clients that a test shares with the functions. */
export interface Clients {
  readonly route53: ReturnType<typeof route53Client>;
  readonly cloudwatch: ReturnType<typeof cloudwatchClient>;
  readonly dynamo: ReturnType<typeof dynamoClient>;
}

/** Every step with the deployed adapters on the deployed clients. */
export function realFunctions(
  { route53, cloudwatch, dynamo }: Clients,
  table: string,
  route: LiveRoute,
  executions: Executions,
): Functions {
  const steps = bindSteps({
    router: route53Router(route53RecordsApi(route53)),
    records: route53Records(route53RecordsApi(route53)),
    health: cloudwatchHealth(cloudwatch),
    targets: elbTargetHealth(elbClient()),
    balancers: elbBalancers(elbClient()),
    autoScalingGroups: awsAutoScalingGroups({ autoScaling: autoScalingClient(), cloudwatch }),
    references: awsReferences({
      ...{ route53, cloudwatch, elb: elbClient(), ecs: ecsClient() },
      autoScaling: autoScalingClient(),
    }),
    healthChecks: route53HealthChecks(route53),
    calendars: ssmChangeCalendars(ssmClient()),
    certificates: acmCertificates(acmClient()),
    changeSets: cloudformationChangeSets(cloudformationClient()),
    deployments: codeDeployDeployments(codeDeployClient(1)),
    ledger: dynamoLedger(dynamo, table),
    executions,
    forwardExecutions: noStarts,
    digest: sha256,
    probe: loopbackProbe,
    secrets: awsSecrets(secretClients()),
    gates: lambdaGates(lambdaClient(), new Map()),
    clock: realClock,
    log: { info: () => undefined, error: () => undefined },
    allowedHosts: ['gw-*.example.com'],
    productionNameTest: 'if-reachable',
    routes: [route.key],
    ledgerTable: table,
  });
  return new Functions({ stepOf: (task) => steps[task], clock: realClock, random: seededRandom(1) });
}
