import type { Attachment } from '../attachment';
import { judgeRecordGroup, judgeRecordSet } from '../records/judge-records';
import { judgePrivateZone } from '../records/judge-zones';

const RECORDS = 'Route 53, "Choosing a routing policy", "Supported DNS record types" and "DNS constraints"';

/** Names: records, zones, resolvers, service discovery. */
export const DNS: readonly Attachment[] = [
  {
    types: ['AWS::Route53::RecordSet'],
    targets: ['HostedZoneId', 'HostedZoneName'],
    risk: 'high',
    why: 'a record beside live ones, under a live wildcard or above live names takes their queries',
    source: RECORDS,
    judge: judgeRecordSet,
  },
  {
    types: ['AWS::Route53::RecordSetGroup'],
    targets: ['HostedZoneId', 'HostedZoneName', 'RecordSets.HostedZoneId', 'RecordSets.HostedZoneName'],
    risk: 'high',
    why: 'each record counts as one of its own',
    source: RECORDS,
    judge: judgeRecordGroup,
  },
  {
    types: ['AWS::Route53::HostedZone'],
    targets: ['VPCs.VPCId'],
    risk: 'high',
    why: 'the VPC resolves its name, and every name under it, in the private zone alone',
    source: 'Route 53, "Considerations when working with a private hosted zone"',
    judge: judgePrivateZone,
  },
  {
    types: ['AWS::ServiceDiscovery::PrivateDnsNamespace'],
    targets: ['Vpc'],
    risk: 'high',
    why: 'the VPC resolves its name, and every name under it, in the private zone of the namespace alone',
    source: 'Cloud Map, "AWS Cloud Map namespaces"',
    judge: judgePrivateZone,
  },
  {
    types: ['AWS::Route53::DNSSEC', 'AWS::Route53::KeySigningKey'],
    targets: ['HostedZoneId'],
    risk: 'high',
    why: 'resolvers that validate refuse the answers of the zone where its keys do not match its parent',
    source: 'Route 53, "Configuring DNSSEC signing in Amazon Route 53"',
  },
  {
    types: ['AWS::Route53::TrafficPolicyInstance'],
    targets: ['HostedZoneId'],
    risk: 'high',
    why: 'it creates records at its name, which are not compared with the live ones',
    source: 'Route 53, "Using Traffic Flow to route DNS traffic"',
  },
  {
    types: ['AWS::Route53::QueryLoggingConfig'],
    targets: ['HostedZoneId'],
    risk: 'safe',
    why: 'it only records the queries',
    source: 'Route 53, "Public DNS query logging"',
  },
  {
    types: ['AWS::ServiceDiscovery::Instance'],
    targets: ['ServiceId'],
    risk: 'high',
    why: 'it is returned for the name of the service, beside the instances that serve',
    source: 'Cloud Map, "Registering a resource as an AWS Cloud Map service instance"',
  },
  {
    types: ['AWS::ServiceDiscovery::Service'],
    targets: ['NamespaceId', 'DnsConfig.NamespaceId'],
    risk: 'safe',
    why: 'it is a new name in the namespace, and a name that exists is refused',
    source: 'Cloud Map, "AWS Cloud Map services"',
  },
  {
    types: ['AWS::Route53Resolver::ResolverRuleAssociation'],
    targets: ['VPCId'],
    risk: 'high',
    why: 'the VPC forwards the queries for the domain of the rule',
    source: 'Route 53, "Managing forwarding rules"',
  },
  {
    types: ['AWS::Route53Resolver::FirewallRuleGroupAssociation'],
    targets: ['VpcId'],
    risk: 'high',
    why: 'the queries of the VPC that its rules block are not answered',
    source: 'Route 53, "Route 53 Resolver DNS Firewall"',
  },
  {
    types: ['AWS::Route53Resolver::ResolverConfig', 'AWS::Route53Resolver::ResolverDNSSECConfig'],
    targets: ['ResourceId'],
    risk: 'high',
    why: 'it changes how the VPC resolves names',
    source: 'Route 53, "Autodefined rules" and "Enabling DNSSEC validation in Amazon Route 53"',
  },
  {
    types: ['AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation'],
    targets: ['ResourceId'],
    risk: 'safe',
    why: 'it only records the queries',
    source: 'Route 53, "Resolver query logging"',
  },
  {
    types: ['AWS::Route53Profiles::ProfileAssociation'],
    targets: ['ResourceId'],
    risk: 'high',
    why: 'the VPC resolves names with the zones, rules and firewall of the profile',
    source: 'Route 53, "What are Amazon Route 53 Profiles?"',
  },
  {
    types: ['AWS::Route53Profiles::ProfileResourceAssociation'],
    targets: ['ProfileId'],
    risk: 'high',
    why: 'every VPC of the profile resolves names with the resource',
    source: 'Route 53, "What are Amazon Route 53 Profiles?"',
  },
  {
    types: ['AWS::Route53RecoveryControl::SafetyRule'],
    targets: ['ControlPanelArn'],
    risk: 'medium',
    why: 'changes of routing controls that it forbids are refused',
    source: 'Application Recovery Controller, "Creating safety rules"',
  },
  {
    types: ['AWS::Route53RecoveryControl::ControlPanel', 'AWS::Route53RecoveryControl::RoutingControl'],
    targets: ['ClusterArn', 'ControlPanelArn'],
    risk: 'safe',
    why: 'a new control is referenced by nothing yet',
    source: 'Application Recovery Controller, "Routing control"',
  },
];
