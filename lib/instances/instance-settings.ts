import { Duration } from 'aws-cdk-lib';
import { type SubnetSelection, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Problem } from '../../lambdas/core/validation/problems';
import { type OldSettings, oldSettings } from './old-settings';
import type { UpgradedInstancesProps } from './upgraded-instances-props';

/** The props that cannot be left out once `old` has been read. */
type FromOld = 'vpc' | 'certificates' | 'capacity' | 'userData';

const defaults = {
  targetPort: 80,
  healthCheckPath: '/health',
  healthCheck: {},
  targetGroupAttributes: {},
  logFiles: [],
  logRetention: RetentionDays.THREE_MONTHS,
  rootVolume: {},
  warmup: Duration.minutes(3),
  gracePeriod: Duration.minutes(5),
  replacement: { minHealthyPercent: 100, maxHealthyPercent: 110 },
  scaleAtCpuPercent: 50,
  internetFacing: true,
  redirectHttp: false,
  deletionProtection: false,
  vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS } as SubnetSelection,
} satisfies Partial<UpgradedInstancesProps>;

/** The default time between two health checks of a target. */
export const INSTANCE_CHECK_INTERVAL = Duration.seconds(30);

/** The props with what was read of `old`, and with the defaults. */
export type InstanceSettings = Omit<UpgradedInstancesProps, FromOld | keyof typeof defaults> &
  Required<Pick<UpgradedInstancesProps, FromOld | keyof typeof defaults | 'loadBalancerSubnets'>> &
  Pick<OldSettings, 'ruleCount'>;

/** The settings, or the props that are missing and cannot be read from `old`. */
export function instanceSettings(
  props: UpgradedInstancesProps,
): { readonly settings: InstanceSettings } | { readonly problems: readonly Problem[] } {
  const absent = (['autoScalingGroup', 'targetGroup', 'listener'] as const).filter(
    (name) => props.old !== undefined && props.old[name] === undefined,
  );
  if (absent.length > 0) {
    const message = 'is missing; it is required in old';
    return { problems: absent.map((name) => ({ path: `old.${name}`, message })) };
  }
  const old: OldSettings = props.old === undefined ? { ruleCount: 0 } : oldSettings(props.old);
  const given = Object.fromEntries(
    Object.entries(props).filter(([, value]) => value !== undefined),
  ) as unknown as UpgradedInstancesProps;
  const merged = { ...defaults, ...old, ...given };
  const { vpc, certificates, capacity, userData } = merged;
  if (vpc === undefined || certificates === undefined || capacity === undefined || userData === undefined) {
    const missing = Object.entries({ vpc, certificates, capacity, userData }).filter(([, one]) => !one);
    const why =
      props.old === undefined
        ? 'is missing; it is required without old'
        : 'is missing, and cannot be read from old, which is imported or has it only at deployment; give it';
    return { problems: missing.map(([path]) => ({ path, message: why })) };
  }
  const loadBalancerSubnets = merged.loadBalancerSubnets ?? {
    subnetType: merged.internetFacing ? SubnetType.PUBLIC : SubnetType.PRIVATE_WITH_EGRESS,
  };
  return { settings: { ...merged, loadBalancerSubnets, vpc, certificates, capacity, userData } };
}
