import { Stack, Token } from 'aws-cdk-lib';
import { MultipartUserData, type SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { Problem } from '../../lambdas/core/validation/problems';
import { accessLogsProblems } from '../shared/access-logs';
import { durationProblems } from '../shared/durations';
import { healthCheckProblems } from '../shared/health-check';
import { isKnownLater, tokenListProblems } from '../shared/lookups';
import { hereProblems } from '../shared/places';
import { problemsAt } from '../shared/refuse-props';
import { nameOfZone } from '../shared/zone-name';
import { INSTANCE_CHECK_INTERVAL, type InstanceSettings } from './instance-settings';

const HOUR = { unit: 'seconds', min: 0, max: 3_600, maxInWords: 'an hour' } as const;
const TWO_HOURS = { unit: 'seconds', min: 0, max: 7_200, maxInWords: '2 hours' } as const;

/** Problems of the settings that CloudFormation would report only at deployment, or never. */
export function upgradedInstancesProblems(scope: Construct, settings: InstanceSettings): Problem[] {
  const { vpc, certificates, testZone, warmup, gracePeriod } = settings;
  const zone = testZone === undefined ? null : nameOfZone(testZone);
  return [
    ...nameProblems(settings),
    ...imageProblems(settings),
    ...hereProblems(scope, 'vpc', { of: vpc }, { why: 'what is created here runs in it' }),
    ...certificates.flatMap(({ certificateArn: arn }, i) =>
      hereProblems(
        scope,
        `certificates[${i}]`,
        { arn },
        { why: 'a load balancer takes certificates of its own region and account alone', account: true },
      ),
    ),
    ...(certificates.length === 0 ? [{ path: 'certificates', message: 'is empty; give one' }] : []),
    ...subnetProblems('vpcSubnets', settings, settings.vpcSubnets),
    ...subnetProblems('loadBalancerSubnets', settings, settings.loadBalancerSubnets),
    ...accessLogsProblems(scope, settings.accessLogs),
    ...healthCheckProblems(settings.healthCheck, INSTANCE_CHECK_INTERVAL),
    ...durationProblems('warmup', warmup, HOUR),
    ...durationProblems('gracePeriod', gracePeriod, TWO_HOURS),
    ...(zone === null || zone.ok ? [] : problemsAt('testZone', zone.problems)),
    ...tokenListProblems('logFiles', settings.logFiles),
    ...numberProblems(settings),
    ...clientProblems(settings),
    ...userDataProblems(scope, settings),
  ];
}

function nameProblems({ serviceName }: InstanceSettings): Problem[] {
  if (!Token.isUnresolved(serviceName) && /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/.test(serviceName)) {
    return [];
  }
  const message =
    `is "${serviceName}"; must be a label of at most 32 lower-case letters, digits and "-", such as api, ` +
    'and known at synth';
  return [{ path: 'serviceName', message }];
}

/** Source: Amazon EC2 Auto Scaling User Guide, "Use AWS Systems Manager parameters instead of AMI IDs". */
function imageProblems({ image: { parameter, version } }: InstanceSettings): Problem[] {
  const problems: Problem[] = [];
  if (!Token.isUnresolved(parameter) && !/^[A-Za-z0-9_.\-/]{1,1011}$/.test(parameter)) {
    const message =
      `is "${parameter}"; must be the name of a parameter, such as /images/api, with its version in ` +
      'image.version';
    problems.push({ path: 'image.parameter', message });
  }
  if (version !== undefined && !Token.isUnresolved(version) && !/^[1-9]\d*$/.test(version)) {
    const message = `is "${version}"; must be the number of a version, such as '12'`;
    problems.push({ path: 'image.version', message });
  }
  return problems;
}

function subnetProblems(path: string, { vpc }: InstanceSettings, selection: SubnetSelection): Problem[] {
  const { availabilityZones, isPendingLookup } = vpc.selectSubnets(selection);
  const { size } = new Set(availabilityZones);
  if (isPendingLookup === true || size >= 2 || availabilityZones.some(isKnownLater)) {
    return [];
  }
  const message = `covers ${size} zone; must cover at least 2, so that the path survives the loss of one`;
  return [{ path, message }];
}

function numberProblems(settings: InstanceSettings): Problem[] {
  const { capacity, replacement, scaleAtCpuPercent, targetPort, rootVolume } = settings;
  const { minHealthyPercent: least, maxHealthyPercent: most } = replacement;
  return [
    ...rangeProblems('capacity.min', capacity.min, 2, 10_000),
    ...rangeProblems('capacity.max', capacity.max, Math.max(2, capacity.min), 10_000),
    ...rangeProblems('targetPort', targetPort, 1, 65_535),
    ...rangeProblems('rootVolume.sizeGib', rootVolume.sizeGib ?? 20, 1, 65_536),
    ...rangeProblems('scaleAtCpuPercent', scaleAtCpuPercent, 10, 90),
    ...rangeProblems('replacement.minHealthyPercent', least, 0, 100),
    ...rangeProblems('replacement.maxHealthyPercent', most, 100, Math.min(200, 100 + least)),
  ];
}

function rangeProblems(path: string, value: number, min: number, max: number): Problem[] {
  if (Token.isUnresolved(value) || (Number.isInteger(value) && value >= min && value <= max)) {
    return [];
  }
  return [{ path, message: `is ${value}; must be a whole number from ${min} to ${max}` }];
}

function clientProblems({ clients, internetFacing }: InstanceSettings): Problem[] {
  const isEmpty = clients !== undefined && clients.length === 0;
  if (!isEmpty && (internetFacing || clients !== undefined)) {
    return [];
  }
  const message =
    `${isEmpty ? 'is empty' : 'is missing'}, so nobody could connect to the load balancer; give who may, ` +
    'such as [Peer.ipv4(vpc.vpcCidrBlock)]';
  return [{ path: 'clients', message }];
}

function userDataProblems(scope: Construct, { userData, old }: InstanceSettings): Problem[] {
  if (userData instanceof MultipartUserData || /^Content-Type: *multipart/i.test(userData.render())) {
    const message =
      'is a multipart document; give the script alone, which becomes a part of one beside the agent';
    return [{ path: 'userData', message }];
  }
  const group = old?.autoScalingGroup.node.defaultChild;
  const text = JSON.stringify(Stack.of(scope).resolve(userData.render()));
  const id =
    group === undefined ? null : Stack.of(scope).resolve((group as { logicalId?: string }).logicalId);
  if (typeof id === 'string' && text.includes(id)) {
    const message =
      `names the old Auto Scaling group (${id}), as a script that signals CloudFormation does; give ` +
      'userData without it';
    return [{ path: 'userData', message }];
  }
  return [];
}
