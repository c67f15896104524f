import type { Attachment } from '../attachment';
import { judgeNameClaims } from '../judges/name-claims';

/** CloudFront, firewalls, protection. */
export const EDGE: readonly Attachment[] = [
  {
    types: ['AWS::CloudFront::Distribution', 'AWS::CloudFront::DistributionTenant'],
    targets: 'account',
    risk: 'high',
    why: 'a name under the wildcard of another distribution takes its requests',
    source: 'Amazon CloudFront, "Requirements for using alternate domain names"',
    judge: judgeNameClaims,
  },
  {
    types: ['AWS::CloudFront::MonitoringSubscription'],
    targets: ['DistributionId'],
    risk: 'safe',
    why: 'it only adds metrics',
    source: 'Amazon CloudFront, "View additional distribution metrics"',
  },
  {
    types: ['AWS::WAFv2::WebACLAssociation', 'AWS::WAFRegional::WebACLAssociation'],
    targets: ['ResourceArn'],
    risk: 'high',
    why: 'requests that the web ACL blocks are refused',
    source: 'AWS WAF, "Associating or disassociating protection with an AWS resource"',
  },
  {
    types: ['AWS::WAFv2::LoggingConfiguration'],
    targets: ['ResourceArn'],
    risk: 'safe',
    why: 'it only records requests',
    source: 'AWS WAF, "Logging AWS WAF protection pack (web ACL) traffic"',
  },
  {
    types: ['AWS::Shield::Protection'],
    targets: ['ResourceArn'],
    risk: 'safe',
    why: 'without an automatic response it only detects',
    source: 'AWS Shield, "Adding AWS Shield Advanced protection to AWS resources"',
  },
  {
    types: ['AWS::Shield::Protection'],
    targets: ['ResourceArn'],
    risk: 'high',
    why: 'its automatic response blocks or counts requests',
    source: 'AWS Shield, "Automating application layer DDoS mitigation with Shield Advanced"',
    when: { path: 'ApplicationLayerAutomaticResponseConfiguration.Status', is: ['enabled'] },
  },
  {
    types: ['AWS::FMS::Policy'],
    targets: 'account',
    risk: 'medium',
    why: 'it reports resources of the organization that do not have the protection',
    source: 'AWS Firewall Manager, "Creating an AWS Firewall Manager policy"',
  },
  {
    types: ['AWS::FMS::Policy'],
    targets: 'account',
    risk: 'high',
    why: 'it adds web ACLs, security groups or firewalls to what is in its scope',
    source: 'AWS Firewall Manager, "Creating an AWS Firewall Manager policy"',
    when: { path: 'RemediationEnabled', is: ['true', 'yes', 'on'] },
  },
  {
    types: ['AWS::NetworkFirewall::Firewall', 'AWS::NetworkFirewall::VpcEndpointAssociation'],
    targets: ['VpcId', 'FirewallArn'],
    risk: 'safe',
    why: 'packets need a route to its endpoints',
    source: 'AWS Network Firewall, "Route table configurations for AWS Network Firewall"',
  },
  {
    types: ['AWS::NetworkFirewall::Firewall'],
    targets: ['TransitGatewayId'],
    risk: 'medium',
    why: 'it is attached to the transit gateway, whose routes decide what it inspects',
    source: 'AWS Network Firewall, "Transit gateway-attached firewalls"',
  },
  {
    types: ['AWS::NetworkFirewall::LoggingConfiguration'],
    targets: ['FirewallArn', 'FirewallName'],
    risk: 'safe',
    why: 'it only records packets',
    source: 'AWS Network Firewall, "Logging network traffic from AWS Network Firewall"',
  },
  {
    types: ['AWS::ARCZonalShift::ZonalAutoshiftConfiguration'],
    targets: ['ResourceIdentifier'],
    risk: 'high',
    why: 'practice runs and autoshifts move the traffic of the resource out of an Availability Zone',
    source: 'Application Recovery Controller, "Zonal autoshift"',
  },
];
