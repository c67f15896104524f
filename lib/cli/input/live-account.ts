import { acmClient } from '../../../lambdas/adapters/clients/acm';
import { autoScalingClient } from '../../../lambdas/adapters/clients/auto-scaling';
import { cloudwatchClient } from '../../../lambdas/adapters/clients/cloudwatch';
import { dynamoClient } from '../../../lambdas/adapters/clients/dynamo';
import { elbClient } from '../../../lambdas/adapters/clients/elb';
import { everywhere } from '../../../lambdas/adapters/clients/everywhere';
import type { Place } from '../../../lambdas/adapters/clients/place';
import { route53Client } from '../../../lambdas/adapters/clients/route53';
import { ssmClient } from '../../../lambdas/adapters/clients/ssm';
import { cloudwatchHealth } from '../../../lambdas/adapters/health/cloudwatch-health';
import { dynamoLedger } from '../../../lambdas/adapters/ledger/dynamo-ledger';
import { acmCertificates } from '../../../lambdas/adapters/preflight/acm-certificates';
import { awsAutoScalingGroups } from '../../../lambdas/adapters/preflight/aws-auto-scaling-groups';
import {
  autoScalingGroupsByArn,
  balancersByArn,
  calendarsByArn,
  certificatesByArn,
  healthChecksByRole,
  recordsByRole,
  targetsByArn,
} from '../../../lambdas/adapters/preflight/by-place';
import { elbBalancers } from '../../../lambdas/adapters/preflight/elb-balancers';
import { elbTargetHealth } from '../../../lambdas/adapters/preflight/elb-target-health';
import { route53HealthChecks } from '../../../lambdas/adapters/preflight/route53-health-checks';
import { ssmChangeCalendars } from '../../../lambdas/adapters/preflight/ssm-change-calendars';
import { routerMakers } from '../../../lambdas/adapters/routers/registry';
import { route53Records } from '../../../lambdas/adapters/routers/route53/route53-records';
import { route53RecordsApi } from '../../../lambdas/adapters/routers/route53/route53-records-api';
import { routers } from '../../../lambdas/adapters/routers/routers';
import { systemClock } from '../../../lambdas/adapters/shared/system-clock';
import { type AccountRole, accountRoleSchema, roleOf } from '../../../lambdas/core/access/account-role';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { check } from '../../../lambdas/core/validation/problems';
import { UsageError } from '../../shared/usage-error';
import type { CheckOptions } from '../commands/check/check';
import type { LiveAccount } from '../commands/check/preflight-now';
import { callerRegion } from './aws-settings';
import { liveChangeSets } from './live-change-sets';

/**
 * What the preflight reads, over AWS with the SDK's default credentials and Region, as the AWS CLI does.
 * @throws UsageError when a role is not valid
 * @throws AwsError when there is no Region, or there are no credentials, before the first call
 */
export async function liveAccount(plan: Plan, options: CheckOptions): Promise<LiveAccount> {
  const own = roleOf(plan.router);
  const roles = [...(own === undefined ? [] : [own]), ...(options.role ?? []).map(readRole)];
  const region = await callerRegion(options.region);
  const here = (place: Place = {}): Place => ({ ...place, region: place.region ?? region });
  const makers = Object.fromEntries(
    Object.entries(routerMakers).map(([kind, make]) => [kind, (place: Place) => make(here(place))]),
  ) as typeof routerMakers;
  return {
    region,
    endpoint: process.env.AWS_ENDPOINT_URL,
    ports: {
      router: routers(makers),
      records: recordsByRole((place) => route53Records(route53RecordsApi(route53Client(here(place))))),
      healthChecks: healthChecksByRole((place) => route53HealthChecks(route53Client(here(place)))),
      certificates: certificatesByArn((place) => acmCertificates(acmClient(here(place))), roles),
      calendars: calendarsByArn((place) => ssmChangeCalendars(ssmClient(here(place)))),
      changeSets: liveChangeSets(region),
      targets: targetsByArn((place) => elbTargetHealth(elbClient(here(place))), roles),
      autoScalingGroups: autoScalingGroupsByArn((place) => {
        const [autoScaling, cloudwatch] = [autoScalingClient(here(place)), cloudwatchClient(here(place))];
        return awsAutoScalingGroups({ autoScaling, cloudwatch });
      }, roles),
      balancers: balancersByArn((place) => elbBalancers(elbClient(here(place))), roles),
      health: cloudwatchHealth(everywhere((place) => cloudwatchClient(here(place)), roles)),
      clock: systemClock,
    },
    ledger: options.ledger === undefined ? null : dynamoLedger(dynamoClient(region), options.ledger),
  };
}

/** `ARN`, or `ARN#EXTERNAL_ID`: neither of them has that character. */
function readRole(text: string): AccountRole {
  const [roleArn, externalId] = text.split('#', 2);
  const checked = check(accountRoleSchema, { roleArn, ...(externalId === undefined ? {} : { externalId }) });
  if (!checked.ok) {
    throw new UsageError(`--role ${text} is not valid`, checked.problems);
  }
  return checked.value;
}
