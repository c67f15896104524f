import type { Plan } from '../../../lambdas/core/plan/plan';
import { arnOf } from '../../../lambdas/core/routers/alb/forward-action';
import type { RecordSet } from '../../../lambdas/core/routers/route53/weighted-records';
import type {
  AlarmScope,
  BalancerReading,
  DnsRecord,
  ForwardReading,
  ServiceReading,
  TargetGroupReading,
} from '../../../lambdas/core/shared/readings';

const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333';
/** The hosts that the world's records lead to when they are aliases. */
export const OLD_HOST = 'old.example.net';
const NEW_BALANCER = `${ARN}:loadbalancer/app/new/0123456789abcdef`;
const NEW_GROUP = `${ARN}:targetgroup/new/0123456789abcdef`;

/** What can still point at the old path. */
export type Leftover = 'record' | 'record-at-0' | 'alarm' | 'composite-alarm' | 'service' | 'listener';

/** A listener with its rules. */
interface Listener extends ForwardReading {
  readonly rules: readonly ForwardReading[];
}

/** A load balancer with its listeners. */
interface Balancer extends BalancerReading {
  readonly listeners: readonly Listener[];
}

/** The route as it stands. */
export interface RouteNow {
  /** Of Route 53; none for other routers. */
  records(): readonly RecordSet[];
  /** On the new path. */
  percent(): number;
}

/** What stands around the route: records, alarms, load balancers and services that are somebody's, and may point at the old path. */
export class ReferenceAccount {
  private readonly leftovers = new Map<Leftover, number>();
  private readonly oldBalancers: readonly BalancerReading[];
  private readonly oldGroups: readonly string[];

  constructor(
    private readonly plan: Plan,
    private readonly route: RouteNow,
  ) {
    const said = plan.decommission?.oldPath;
    // Both paths of an ALB's route are behind that one.
    const usual = plan.router.kind === 'alb' ? [] : [`${ARN}:loadbalancer/app/old/0123456789abcdef`];
    const balancers = said?.loadBalancerArns ?? usual;
    this.oldBalancers = balancers.map((arn, i) => ({
      arn,
      dnsName: i === 0 ? OLD_HOST : `old-${i}.example.net`,
    }));
    const own = plan.router.kind === 'alb' ? [plan.router.oldTargetGroupArn] : [];
    const groups = [...own, ...(said?.targetGroupArns ?? []), ...plan.preflight.oldTargetGroupArns];
    this.oldGroups = groups.length === 0 ? [`${ARN}:targetgroup/old/0123456789abcdef`] : [...new Set(groups)];
  }

  /** So many of a kind still point at the old path. */
  leave(what: Leftover, count: number): { end(): void } {
    this.leftovers.set(what, count);
    return { end: () => void this.leftovers.delete(what) };
  }

  /** The records of a zone, those of the route included. */
  records(hostedZoneId: string): readonly DnsRecord[] {
    const { router, decommission } = this.plan;
    const routeZone = router.kind === 'route53' ? router.hostedZoneId : null;
    const [zone = routeZone] = decommission?.lookIn.hostedZoneIds ?? [];
    const own = hostedZoneId === routeZone ? this.route.records().map(dnsRecord) : [];
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
      ...this.plan.health.alarms.map((name) => metric(name, 'app/new/0123456789abcdef')),
      ...this.numbered('alarm').map((n) => metric(`old-5xx-${n}`, value)),
      ...this.numbered('composite-alarm').flatMap((n): AlarmScope[] => [
        metric(`old-p99-${n}`, value),
        { ...scope, name: `old-is-ill-${n}`, alarms: [`old-p99-${n}`] },
      ]),
    ];
  }

  balancers(): readonly Balancer[] {
    const forward = (balancer: string, name: string, groups: readonly string[]): Listener => ({
      arn: `${balancer.replace(':loadbalancer/', ':listener/')}/${name}`,
      label: `HTTPS ${name}`,
      forwardsTo: groups.map((targetGroupArn) => ({ targetGroupArn, weight: null })),
      redirectsTo: [],
      rules: [],
    });
    const shared = this.numbered('listener').map((n) =>
      forward(NEW_BALANCER, `844${n}`, this.oldGroups.slice(0, 1)),
    );
    return [
      ...this.oldBalancers.map((one) => ({ ...one, listeners: [forward(one.arn, '443', this.oldGroups)] })),
      {
        arn: NEW_BALANCER,
        dnsName: 'new.example.net',
        listeners: [forward(NEW_BALANCER, '443', [NEW_GROUP]), ...shared],
      },
      ...this.ownBalancer(),
    ];
  }

  /** The load balancer whose weights the plan shifts, if it does. */
  private ownBalancer(): readonly Balancer[] {
    const { router } = this.plan;
    if (router.kind !== 'alb') {
      return [];
    }
    const { ruleArn, oldTargetGroupArn, newTargetGroupArn } = router;
    const percent = this.route.percent();
    const listenerArn = arnOf(router)
      .replace(':listener-rule/', ':listener/')
      .replace(ruleArn === undefined ? '' : /\/[^/]+$/, '');
    const weighted: ForwardReading = {
      arn: arnOf(router),
      label: ruleArn === undefined ? 'HTTPS 443' : 'rule 1',
      forwardsTo: [
        { targetGroupArn: oldTargetGroupArn, weight: 100 - percent },
        { targetGroupArn: newTargetGroupArn, weight: percent },
      ],
      redirectsTo: [],
    };
    const plain = { arn: listenerArn, label: 'HTTPS 443', forwardsTo: [], redirectsTo: [] };
    const listener = ruleArn === undefined ? { ...weighted, rules: [] } : { ...plain, rules: [weighted] };
    const arn = listenerArn.replace(':listener/', ':loadbalancer/').replace(/\/[^/]+$/, '');
    return [{ arn, dnsName: 'shared.example.net', listeners: [listener] }];
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

  /** One service of the new path, and those that nobody has taken off the old one. */
  services(): readonly ServiceReading[] {
    const [group = ''] = this.oldGroups;
    return [
      { name: 'api', targetGroupArns: [NEW_GROUP] },
      ...this.numbered('service').map((n) => ({ name: `api-${n}`, targetGroupArns: [group, NEW_GROUP] })),
    ];
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

function record(name: string, type: string, values: readonly string[]): DnsRecord {
  return { name, type, setIdentifier: null, weight: null, aliasOf: null, values };
}

function dnsRecord(one: RecordSet): DnsRecord {
  const { AliasTarget, ResourceRecords = [] } = one as RecordSet & {
    readonly AliasTarget?: { readonly DNSName: string };
    readonly ResourceRecords?: readonly { readonly Value: string }[];
  };
  return {
    name: one.Name ?? '',
    type: one.Type ?? '',
    setIdentifier: one.SetIdentifier ?? null,
    weight: one.Weight ?? null,
    aliasOf: AliasTarget?.DNSName ?? null,
    values: ResourceRecords.map(({ Value }) => Value),
  };
}
