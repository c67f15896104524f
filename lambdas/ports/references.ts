import type {
  AlarmScope,
  BalancerReading,
  DnsRecord,
  ForwardReading,
  ServiceReading,
  TargetGroupReading,
} from '../core/shared/readings';
import type { Page } from './page';

/** Whatever may point at a path, page by page; `null` asks for the first page. Reads only. */
export interface References {
  /** Every record set of a hosted zone. */
  records(hostedZoneId: string, page: string | null): Promise<Page<DnsRecord>>;
  /** Metric and composite alarms of the region, or those whose names begin with the prefix. */
  alarms(prefix: string | null, page: string | null): Promise<Page<AlarmScope>>;
  loadBalancers(page: string | null): Promise<Page<BalancerReading>>;
  targetGroups(page: string | null): Promise<Page<TargetGroupReading>>;
  /** The listeners of a load balancer, by what they do by default. */
  listeners(loadBalancerArn: string, page: string | null): Promise<Page<ForwardReading>>;
  /** The rules of a listener, but for the default one. */
  rules(listenerArn: string, page: string | null): Promise<Page<ForwardReading>>;
  /** ECS clusters of the region, by their ARNs. */
  clusters(page: string | null): Promise<Page<string>>;
  /** The services of a cluster, but for those that are gone. */
  services(cluster: string, page: string | null): Promise<Page<ServiceReading>>;
}
