import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { Route53Client } from '@aws-sdk/client-route-53';
import { awsReferences } from '../../../lambdas/adapters/references/aws-references';
import type { DnsRecord } from '../../../lambdas/core/shared/readings';
import type { Leftover } from '../../../lib/rehearsal/aws/reference-account';
import type { WireFields } from '../accounts/auto-scaling-account';
import { type ReferenceServices, referenceServices } from '../accounts/reference-account';
import { wire } from '../accounts/wire';

const elbArn = (rest: string) => `arn:aws:elasticloadbalancing:eu-west-1:111122223333:${rest}`;
export const oldHost = 'old-1234567890.eu-west-1.elb.amazonaws.com';
export const oldBalancer = elbArn('loadbalancer/app/old/0123456789abcdef');
export const newBalancer = elbArn('loadbalancer/app/new/fedcba9876543210');
export const oldGroup = elbArn('targetgroup/old/0123456789abcdef');
export const newGroup = elbArn('targetgroup/new/fedcba9876543210');
export const cluster = 'arn:aws:ecs:eu-west-1:111122223333:cluster/services';
export const zoneId = 'Z0123456789ABCDEFGHIJ';

/** A record without weight or alias, with these values. */
export const record = (name: string, type: string, ...values: string[]): DnsRecord => ({
  name,
  type,
  setIdentifier: null,
  weight: null,
  aliasOf: null,
  values,
});

/** An alias record; with a weight, one of a weighted pair. */
export const alias = (name: string, aliasOf: string, setIdentifier?: string, weight?: number): DnsRecord => ({
  ...record(name, 'A'),
  aliasOf,
  setIdentifier: setIdentifier ?? null,
  weight: weight ?? null,
});

/**
 * An account after a cutover: the route is at 100 % on the new path, and nothing else references the old
 * path.
 */
export function accountAfterCutover(pageSize = 10): ReferenceServices {
  const account = referenceServices(pageSize);
  account.zones.set(zoneId, [
    record('example.com.', 'NS', 'ns-1.awsdns-01.com.'),
    alias('api.example.com.', `dualstack.${oldHost}.`, 'old', 0),
    record('mail.example.com.', 'A', '203.0.113.25'),
  ]);
  account.metricAlarms.push(metricAlarm('api-new-5xx-rate', 'app/new/fedcba9876543210'));
  account.balancers.push(
    { arn: oldBalancer, dnsName: oldHost },
    { arn: newBalancer, dnsName: 'new.elb.amazonaws.com' },
  );
  account.groups.push(
    { arn: oldGroup, balancers: [oldBalancer] },
    { arn: newGroup, balancers: [newBalancer] },
  );
  account.listeners.push(
    { arn: listenerArn(oldBalancer, 1), balancer: oldBalancer, forwards: [{ group: oldGroup }] },
    { arn: listenerArn(newBalancer, 1), balancer: newBalancer, forwards: [{ group: newGroup }] },
  );
  account.clusters.set(cluster, [service('api', newGroup)]);
  account.autoScaling.items.DescribeAutoScalingGroups.push(attachedGroup('green', newGroup));
  return account;
}

/** Adds `count` references of a kind to the old path. */
export function leave(account: ReferenceServices, what: Leftover, count: number): void {
  for (let n = 1; n <= count; n += 1) {
    const name = `${what}-${n}`;
    const zone = account.zones.get(zoneId);
    if (what === 'record') {
      zone?.push(alias(`${name}.example.com.`, `dualstack.${oldHost}.`));
    } else if (what === 'record-at-0') {
      zone?.push(alias(`${name}.example.com.`, `${oldHost}.`, 'spare', 0));
    } else if (what === 'service') {
      account.clusters.get(cluster)?.push(service(name, oldGroup));
    } else if (what === 'auto-scaling-group') {
      account.autoScaling.items.DescribeAutoScalingGroups.push(attachedGroup(name, oldGroup));
    } else if (what === 'listener') {
      const arn = listenerArn(newBalancer, n + 1);
      account.listeners.push({ arn, balancer: newBalancer, forwards: [{ group: oldGroup }] });
    } else {
      account.metricAlarms.push(metricAlarm(name, 'app/old/0123456789abcdef'));
      if (what === 'composite-alarm') {
        account.compositeAlarms.push({ AlarmName: `rule-${n}`, AlarmRule: `ALARM("${name}") AND OK(other)` });
      }
    }
  }
}

/** The adapters for references over the account, through SDK clients. */
export function referencesIn(account: ReferenceServices) {
  const { config } = wire(account.answer);
  return awsReferences({
    route53: new Route53Client(config),
    cloudwatch: new CloudWatchClient(config),
    elb: new ElasticLoadBalancingV2Client(config),
    ecs: new ECSClient(config),
    autoScaling: new AutoScalingClient(config),
  });
}

export function service(name: string, group: string, more: object = {}): Record<string, unknown> {
  return {
    serviceArn: `arn:aws:ecs:eu-west-1:111122223333:service/services/${name}`,
    serviceName: name,
    status: 'ACTIVE',
    loadBalancers: [{ targetGroupArn: group, containerName: 'app', containerPort: 8080 }],
    ...more,
  };
}

/** An Auto Scaling group that is attached to a target group, as its service answers. */
export function attachedGroup(AutoScalingGroupName: string, targetGroupArn: string): WireFields {
  return { AutoScalingGroupName, DesiredCapacity: 2, TargetGroupARNs: [targetGroupArn] };
}

export function metricAlarm(AlarmName: string, balancer: string) {
  return {
    AlarmName,
    Namespace: 'AWS/ApplicationELB',
    MetricName: 'HTTPCode_Target_5XX_Count',
    Dimensions: [{ Name: 'LoadBalancer', Value: balancer }],
  };
}

export function listenerArn(balancer: string, number: number): string {
  return `${balancer.replace(':loadbalancer/', ':listener/')}/${number}`;
}
