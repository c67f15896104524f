import { Duration, Token } from 'aws-cdk-lib';
import type { SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { Problem } from '../../lambdas/core/validation/problems';
import { accessLogsProblems } from '../shared/access-logs';
import { deregistrationDelayProblems, healthCheckProblems } from '../shared/health-check';
import { isKnownLater, tokenListProblems } from '../shared/lookups';
import { hereProblems } from '../shared/places';
import { problemsAt } from '../shared/refuse-props';
import { nameOfZone } from '../shared/zone-name';
import { normalizeRecordNames } from '../workflow/routers/route53/record-names';
import type { RecordRoutes } from '../workflow/routers/route53/record-routes';
import type { AdditiveGatewayProps } from './additive-gateway-props';

/** The default time between two health checks of a target. */
export const HEALTH_CHECK_INTERVAL = Duration.seconds(30);

/** Problems of the props that CloudFormation would report only at deployment, or never. */
export function additiveGatewayProblems(
  scope: Construct,
  props: AdditiveGatewayProps,
  vpcSubnets: SubnetSelection,
): Problem[] {
  const { serviceName, certificate, vpc, healthCheck = {}, zone } = props;
  const named = nameOfZone(zone);
  return [
    ...serviceNameProblems(serviceName),
    ...tokenListProblems('recordNames', props.recordNames),
    ...(named.ok ? [] : problemsAt('zone', named.problems)),
    ...subnetProblems(props, vpcSubnets),
    ...hereProblems(scope, 'vpc', { of: vpc }, { why: 'what is created here runs in it' }),
    ...hereProblems(
      scope,
      'certificate',
      { arn: certificate.certificateArn, of: certificate },
      {
        why: 'API Gateway and the load balancer take certificates of their own region and account alone',
        account: true,
      },
    ),
    ...accessLogsProblems(scope, props.accessLogs),
    ...healthCheckProblems(healthCheck, HEALTH_CHECK_INTERVAL),
    ...deregistrationDelayProblems(props.deregistrationDelay),
  ];
}

/**
 * The names in one spelling. Names that are known at synth must be in the zone, where its name is known too.
 * @throws ValidationError that lists everything that is wrong with them
 */
export function domainNamesOf(
  zone: Pick<RecordRoutes, 'hostedZoneId' | 'zoneName'>,
  names: readonly string[],
): readonly string[] {
  const later = names.filter((name) => Token.isUnresolved(name));
  const known = names.filter((name) => !Token.isUnresolved(name));
  return [...later, ...(known.length === 0 ? [] : normalizeRecordNames({ ...zone, recordNames: known }))];
}

/** `gw-` and the name form one label, which has at most 63 characters. */
function serviceNameProblems(serviceName: string): Problem[] {
  if (!Token.isUnresolved(serviceName) && /^[a-z0-9]([a-z0-9-]{0,57}[a-z0-9])?$/.test(serviceName)) {
    return [];
  }
  const message =
    `is "${serviceName}"; must be a label of at most 59 lower-case letters, digits and "-", such as api, ` +
    'and known at synth';
  return [{ path: 'serviceName', message }];
}

function subnetProblems({ vpc }: AdditiveGatewayProps, selection: SubnetSelection): Problem[] {
  const path = 'vpcSubnets';
  const { hasPublic, availabilityZones, isPendingLookup } = vpc.selectSubnets(selection);
  if (isPendingLookup === true) {
    return [];
  }
  const { size } = new Set(availabilityZones);
  const few = `covers ${size} zone; must cover at least 2, which a load balancer needs`;
  return [
    ...(hasPublic
      ? [{ path, message: 'has public subnets; must be private subnets, because the new path is private' }]
      : []),
    ...(size < 2 && !availabilityZones.some(isKnownLater) ? [{ path, message: few }] : []),
  ];
}
