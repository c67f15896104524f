import type { GroupAttachment, ScheduledActionReading } from '../core/instances/readings';
import type {
  AlarmScope,
  BalancerReading,
  DnsRecord,
  ForwardReading,
  ServiceReading,
  TargetGroupReading,
} from '../core/shared/readings';
import type { Page } from './page';

/** Resources that may refer to a path, page by page; `null` asks for the first page. Reads only. */
export interface References {
  /** Every record set of a hosted zone. */
  records(hostedZoneId: string, page: string | null): Promise<Page<DnsRecord>>;
  /** Metric and composite alarms of the region; with a prefix, those whose names begin with it. */
  alarms(prefix: string | null, page: string | null): Promise<Page<AlarmScope>>;
  loadBalancers(page: string | null): Promise<Page<BalancerReading>>;
  targetGroups(page: string | null): Promise<Page<TargetGroupReading>>;
  /** The listeners of a load balancer, with their default actions. */
  listeners(loadBalancerArn: string, page: string | null): Promise<Page<ForwardReading>>;
  /** The rules of a listener, without the default rule. */
  rules(listenerArn: string, page: string | null): Promise<Page<ForwardReading>>;
  /** ARNs of the ECS clusters of the region. */
  clusters(page: string | null): Promise<Page<string>>;
  /** The services of a cluster, without those that are deleted. */
  services(cluster: string, page: string | null): Promise<Page<ServiceReading>>;
  /** The Auto Scaling groups of the region. */
  autoScalingGroups(page: string | null): Promise<Page<GroupAttachment>>;
  /** The scheduled actions of every Auto Scaling group of the region. */
  scheduledActions(page: string | null): Promise<Page<ScheduledActionReading>>;
}
