import { Stack, Token } from 'aws-cdk-lib';
import type { CfnAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { type IVpc, UserData } from 'aws-cdk-lib/aws-ec2';
import {
  CfnListener,
  CfnListenerCertificate,
  CfnListenerRule,
  type CfnLoadBalancer,
  type CfnTargetGroup,
  type IListenerCertificate,
  ListenerCertificate,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IConstruct } from 'constructs';
import { type OldTargets, oldTargets } from './old-targets';
import type { InstanceCapacity, OldInstances } from './upgraded-instances-props';

/** What synth knows of existing instances. What it does not know is left out. */
export interface OldSettings extends Partial<OldTargets> {
  readonly vpc?: IVpc;
  readonly certificates?: readonly IListenerCertificate[];
  readonly capacity?: InstanceCapacity;
  readonly userData?: UserData;
  readonly internetFacing?: boolean;
  readonly redirectHttp?: boolean;
  /** How many rules the listener has beside its default action. */
  readonly ruleCount: number;
}

/**
 * Reads the settings of existing instances from their definitions in this app. CDK knows nothing of what is
 * imported, and a value that is known only at deployment is of no use here.
 */
export function oldSettings({ autoScalingGroup, targetGroup, listener, script }: OldInstances): OldSettings {
  const group = definitionOf<CfnAutoScalingGroup>(autoScalingGroup);
  const targets = definitionOf<CfnTargetGroup>(targetGroup);
  const https = definitionOf<CfnListener>(listener);
  const balancer = definitionOf<CfnLoadBalancer>(listener.loadBalancer);
  const { vpc } = listener.loadBalancer;
  const [min, max] = [Number(group?.minSize), Number(group?.maxSize)];
  const certificates = https === null ? [] : certificatesOf(https, listener);
  const userData = copyOf(() => script ?? autoScalingGroup.userData);
  const scheme = balancer?.scheme;
  return {
    ...(vpc === undefined ? {} : { vpc }),
    ...(certificates.length === 0 ? {} : { certificates }),
    ...(Number.isInteger(min) && Number.isInteger(max) ? { capacity: { min, max } } : {}),
    ...(targets === null ? {} : oldTargets(targets)),
    ...(userData === null ? {} : { userData }),
    ...(balancer === null ? {} : { internetFacing: scheme === 'internet-facing' }),
    redirectHttp: listener.loadBalancer.node
      .findAll()
      .some((one) => one instanceof CfnListener && one.port === 80),
    ruleCount: listener.node.findAll().filter((one) => one instanceof CfnListenerRule).length,
  };
}

/** The resource that a construct defines; null for what is imported. */
function definitionOf<T>(construct: IConstruct): T | null {
  return (construct.node.defaultChild as T | undefined) ?? null;
}

/** The default certificate, and those that are added for other names. */
function certificatesOf(https: CfnListener, listener: IConstruct): IListenerCertificate[] {
  const more = listener.node.findAll().filter((one) => one instanceof CfnListenerCertificate);
  const lists = [https, ...more].flatMap((one): unknown => Stack.of(one).resolve(one.certificates) ?? []);
  return (lists as readonly { readonly certificateArn?: unknown }[]).flatMap(({ certificateArn: arn }) =>
    arn === undefined ? [] : [ListenerCertificate.fromArn(Token.asString(arn))],
  );
}

/** A copy: commands that are added to it must not change the existing instances. */
function copyOf(read: () => UserData): UserData | null {
  try {
    return UserData.custom(read().render());
  } catch {
    // CDK throws for a group whose launch template has no user data.
    return null;
  }
}
