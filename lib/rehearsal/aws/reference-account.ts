import { alarmElsewhere } from '../../../lambdas/core/health/alarm-arn';
import type { GroupAttachment, ScheduledActionReading } from '../../../lambdas/core/instances/readings';
import { groupNameOf } from '../../../lambdas/core/plan/instances';
import type { Plan } from '../../../lambdas/core/plan/plan';
import type {
  AlarmScope,
  BalancerReading,
  DnsRecord,
  ServiceReading,
  TargetGroupReading,
} from '../../../lambdas/core/shared/readings';
import { Overlays } from '../kernel/overlays';
import type { RouteReferences, SimulatedBalancer, SimulatedListener } from '../routers/route-references';

const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333';
/** The host of the old path's load balancer. */
export const OLD_HOST = 'old.example.net';
const OLD_BALANCER = `${ARN}:loadbalancer/app/old/0123456789abcdef`;
const NEW_BALANCER = `${ARN}:loadbalancer/app/new/0123456789abcdef`;
const NEW_GROUP = `${ARN}:targetgroup/new/0123456789abcdef`;

/** What can still refer to the old path. */
export const LEFTOVERS = [
  ...(['record', 'record-at-0', 'alarm', 'composite-alarm', 'service', 'auto-scaling-group'] as const),
  'listener',
] as const;
export type Leftover = (typeof LEFTOVERS)[number];

/**
 * The simulated account that is searched for references to the old path: records, alarms, load balancers and
 * services. At first only the route itself may refer to the old path.
 */
export class ReferenceAccount {
  private leftovers: ReadonlyMap<Leftover, number> = new Map();
  private readonly left = new Overlays<readonly [Leftover, number]>((all) => {
    this.leftovers = new Map(all);
  });
  private readonly oldBalancers: readonly BalancerReading[];
  private readonly oldGroups: readonly string[];

  constructor(
    private readonly plan: Plan,
    private readonly route: RouteReferences,
  ) {
    const { decommission, preflight } = plan;
    // A route that a load balancer splits has both paths behind that load balancer.
    const usual = route.loadBalancers().length > 0 ? [] : [OLD_BALANCER];
    const balancers = decommission?.oldPath?.loadBalancerArns ?? usual;
    this.oldBalancers = balancers.map((arn, i) => ({
      arn,
      dnsName: i === 0 ? OLD_HOST : `old-${i}.example.net`,
    }));
    const groups = [
      ...route.oldTargetGroupArns,
      ...(decommission?.oldPath?.targetGroupArns ?? []),
      ...preflight.oldTargetGroupArns,
    ];
    this.oldGroups = groups.length === 0 ? [`${ARN}:targetgroup/old/0123456789abcdef`] : [...new Set(groups)];
  }

  /** So many of a kind still refer to the old path, until this is ended. */
  leave(what: Leftover, count: number): { end(): void } {
    return this.left.begin([what, count]);
  }

  /** The records of a zone, including the route's own. */
  records(hostedZoneId: string): readonly DnsRecord[] {
    const [zone = this.route.hostedZoneId] = this.plan.decommission?.lookIn.hostedZoneIds ?? [];
    const own = hostedZoneId === this.route.hostedZoneId ? this.route.records() : [];
    const old = hostedZoneId === zone ? this.oldRecords() : [];
    return [...own, record('mail.example.com.', 'A', ['203.0.113.25']), ...old];
  }

  alarms(): readonly AlarmScope[] {
    const [balancer] = this.oldBalancers;
    const value = balancer?.arn.replace(/^.*:loadbalancer\//, '') ?? '';
    const scope = { dimensions: [], expressions: [], alarms: [] };
    const metric = (name: string, of: string): AlarmScope => ({
      ...scope,
      name,
      dimensions: [{ name: 'LoadBalancer', value: of }],
    });
    return [
      // A scan reads the alarms of the workflow's own account and Region.
      ...this.plan.health.alarms
        .filter((name) => alarmElsewhere(name) === null)
        .map((name) => metric(name, 'app/new/0123456789abcdef')),
      ...this.numbered('alarm').map((n) => metric(`old-5xx-${n}`, value)),
      ...this.numbered('composite-alarm').flatMap((n): AlarmScope[] => [
        metric(`old-p99-${n}`, value),
        { ...scope, name: `old-is-unhealthy-${n}`, alarms: [`old-p99-${n}`] },
      ]),
    ];
  }

  balancers(): readonly SimulatedBalancer[] {
    const forward = (balancer: string, name: string, groups: readonly string[]): SimulatedListener => ({
      arn: `${balancer.replace(':loadbalancer/', ':listener/')}/${name}`,
      label: `HTTPS ${name}`,
      forwardsTo: groups.map((targetGroupArn) => ({ targetGroupArn, weight: null })),
      redirectsTo: [],
      rules: [],
    });
    // A target group is used by one load balancer alone.
    const own = this.route.loadBalancers();
    const [{ arn: sharing } = { arn: NEW_BALANCER }] = own;
    const shared = this.numbered('listener').map((n) =>
      forward(sharing, `844${n}`, this.oldGroups.slice(0, 1)),
    );
    return [
      ...this.oldBalancers.map((one) => ({ ...one, listeners: [forward(one.arn, '443', this.oldGroups)] })),
      {
        arn: NEW_BALANCER,
        dnsName: 'new.example.net',
        listeners: [forward(NEW_BALANCER, '443', [NEW_GROUP]), ...(own.length === 0 ? shared : [])],
      },
      ...own.map((one) => ({ ...one, listeners: [...one.listeners, ...shared] })),
    ];
  }

  groups(): readonly TargetGroupReading[] {
    const users = (arn: string) =>
      this.balancers()
        .filter(({ listeners }) =>
          listeners
            .flatMap((one) => [one, ...one.rules])
            .some((one) => one.forwardsTo.some((to) => to.targetGroupArn === arn)),
        )
        .map((balancer) => balancer.arn);
    return [...this.oldGroups, NEW_GROUP].map((arn) => ({ arn, loadBalancerArns: users(arn) }));
  }

  /** One service of the new path, and those that are still attached to the old path. */
  services(): readonly ServiceReading[] {
    const [group = ''] = this.oldGroups;
    return [
      { name: 'api', targetGroupArns: [NEW_GROUP] },
      ...this.numbered('service').map((n) => ({ name: `api-${n}`, targetGroupArns: [group, NEW_GROUP] })),
    ];
  }

  /** The groups that the plan names, and those that are still attached to the old path. */
  autoScalingGroups(): readonly GroupAttachment[] {
    const [group = ''] = this.oldGroups;
    const named = this.plan.preflight.autoScalingGroups;
    return [
      ...named.map(({ name }) => attachment(groupNameOf(name), NEW_GROUP)),
      ...named.flatMap(({ oldName }) =>
        oldName === undefined ? [] : [attachment(groupNameOf(oldName), group)],
      ),
      ...this.numbered('auto-scaling-group').map((n) => attachment(`workers-${n}`, group)),
    ];
  }

  /** Those of the groups that are left: each sets the capacity of its group every morning. */
  scheduledActions(): readonly ScheduledActionReading[] {
    return this.numbered('auto-scaling-group').map((n) => ({
      ...{ name: 'morning', group: `workers-${n}`, capacity: 4 },
    }));
  }

  private oldRecords(): readonly DnsRecord[] {
    const alias = (name: string, weight: number | null): DnsRecord => ({
      ...record(name, 'A', []),
      ...(weight === null ? {} : { setIdentifier: 'spare', weight }),
      aliasOf: `dualstack.${OLD_HOST}.`,
    });
    return [
      ...this.numbered('record').map((n) => alias(`legacy-${n}.example.com.`, null)),
      ...this.numbered('record-at-0').map((n) => alias(`spare-${n}.example.com.`, 0)),
    ];
  }

  private numbered(what: Leftover): readonly number[] {
    return Array.from({ length: this.leftovers.get(what) ?? 0 }, (_, i) => i + 1);
  }
}

function attachment(name: string, targetGroupArn: string): GroupAttachment {
  return { name, desired: 2, targetGroupArns: [targetGroupArn] };
}

function record(name: string, type: string, values: readonly string[]): DnsRecord {
  return { name, type, setIdentifier: null, weight: null, aliasOf: null, values };
}
