/**
 * Types that create a thing of their own, by service: they may use or live in what exists (a VPC, a
 * cluster, a role, a key), but change nothing about it. Others reach them only by their own names, or once
 * something else refers to them.
 */
const OWN: Readonly<Record<string, string>> = {
  ACMPCA: 'Certificate CertificateAuthority CertificateAuthorityActivation',
  AccessAnalyzer: 'Analyzer ArchiveRule',
  AmazonMQ: 'Broker Configuration',
  Amplify: 'App Branch',
  ApiGateway: 'ApiKey ClientCertificate RestApi VpcLink',
  ApiGatewayV2: 'Api VpcLink',
  AppConfig: 'Application DeploymentStrategy Extension',
  AppMesh: 'Mesh VirtualGateway VirtualNode VirtualRouter',
  AppRunner: 'AutoScalingConfiguration ObservabilityConfiguration Service VpcConnector',
  AppSync: 'Api DomainName GraphQLApi',
  ApplicationSignals: 'ServiceLevelObjective',
  Athena: 'DataCatalog NamedQuery PreparedStatement WorkGroup',
  AutoScaling: 'LaunchConfiguration',
  Backup: 'BackupPlan BackupVault Framework LogicallyAirGappedBackupVault ReportPlan RestoreTestingPlan',
  Batch: 'ComputeEnvironment JobDefinition JobQueue SchedulingPolicy',
  Budgets: 'Budget',
  CDK: 'Metadata',
  CE: 'AnomalyMonitor AnomalySubscription',
  CertificateManager: 'Certificate',
  Chatbot: 'MicrosoftTeamsChannelConfiguration SlackChannelConfiguration',
  CloudFormation: 'ModuleVersion ResourceVersion Stack WaitCondition WaitConditionHandle',
  CloudFront:
    'AnycastIpList CachePolicy CloudFrontOriginAccessIdentity ConnectionFunction ConnectionGroup' +
    ' ContinuousDeploymentPolicy Function KeyGroup KeyValueStore OriginAccessControl OriginRequestPolicy' +
    ' PublicKey RealtimeLogConfig ResponseHeadersPolicy StreamingDistribution TrustStore VpcOrigin',
  CloudTrail: 'Channel Dashboard EventDataStore Trail',
  CloudWatch: 'AnomalyDetector Dashboard InsightRule MetricStream',
  CodeArtifact: 'Domain Repository',
  CodeBuild: 'Fleet Project ReportGroup',
  CodeCommit: 'Repository',
  CodeConnections: 'Connection Host',
  CodeDeploy: 'Application DeploymentConfig',
  CodeStarConnections: 'Connection',
  CodeStarNotifications: 'NotificationRule',
  Cognito: 'IdentityPool UserPool',
  Config: 'AggregationAuthorization ConfigRule ConfigurationAggregator OrganizationConfigRule StoredQuery',
  DAX: 'Cluster ParameterGroup SubnetGroup',
  DMS: 'Certificate DataProvider Endpoint InstanceProfile MigrationProject ReplicationInstance',
  DataSync: 'LocationEFS LocationNFS LocationS3 LocationSMB',
  DocDB: 'DBClusterParameterGroup DBSubnetGroup',
  DynamoDB: 'GlobalTable Table',
  EC2:
    'CapacityReservation CarrierGateway ClientVpnEndpoint CustomerGateway DHCPOptions EC2Fleet' +
    ' EgressOnlyInternetGateway Host IPAM IPAMAllocation IPAMPool IPAMPoolCidr IPAMScope Instance' +
    ' InstanceConnectEndpoint InternetGateway KeyPair LaunchTemplate LocalGatewayRouteTable NetworkAcl' +
    ' NetworkInsightsAccessScope NetworkInsightsAnalysis NetworkInsightsPath NetworkInterface' +
    ' NetworkInterfacePermission PlacementGroup PrefixList RouteServer RouteServerEndpoint RouteTable' +
    ' SecurityGroup SpotFleet Subnet TrafficMirrorFilter TrafficMirrorFilterRule TrafficMirrorTarget' +
    ' TransitGateway TransitGatewayMulticastDomain TransitGatewayPolicyTable TransitGatewayRouteTable VPC' +
    ' VPCEndpointConnectionNotification VPCEndpointService VPNGateway VerifiedAccessEndpoint' +
    ' VerifiedAccessGroup VerifiedAccessInstance VerifiedAccessTrustProvider Volume',
  ECR: 'PullThroughCacheRule Repository RepositoryCreationTemplate',
  ECS: 'Cluster ExpressGatewayService TaskDefinition',
  EFS: 'FileSystem',
  EKS: 'Cluster',
  EMR: 'Cluster SecurityConfiguration Studio',
  EMRServerless: 'Application',
  ElastiCache: 'CacheCluster ParameterGroup ServerlessCache ServerlessCacheSnapshot SubnetGroup User',
  ElasticBeanstalk: 'Application ApplicationVersion ConfigurationTemplate Environment',
  ElasticLoadBalancingV2: 'LoadBalancer TrustStore',
  Elasticsearch: 'Domain',
  EventSchemas: 'Registry',
  Events: 'ApiDestination Connection EventBus',
  FSx: 'Backup FileSystem Snapshot Volume',
  GlobalAccelerator: 'Accelerator CrossAccountAttachment',
  Glue: 'Connection Database Job Registry SchemaVersion SecurityConfiguration Table Workflow',
  Grafana: 'Workspace',
  IAM: 'Group OIDCProvider Role SAMLProvider ServerCertificate ServiceLinkedRole User VirtualMFADevice',
  ImageBuilder: 'Component ContainerRecipe DistributionConfiguration ImageRecipe InfrastructureConfiguration',
  KMS: 'Key ReplicaKey',
  Kinesis: 'Stream',
  Lambda: 'CapacityProvider CodeSigningConfig LayerVersion',
  Logs: 'Delivery DeliveryDestination Destination LogAnomalyDetector LogGroup LogStream QueryDefinition',
  MSK: 'Cluster Configuration ServerlessCluster',
  MWAA: 'Environment',
  MemoryDB: 'Cluster ParameterGroup Snapshot SubnetGroup User',
  Neptune: 'DBClusterParameterGroup DBParameterGroup DBSubnetGroup',
  NetworkFirewall: 'FirewallPolicy RuleGroup TLSInspectionConfiguration',
  OpenSearchServerless: 'Collection VpcEndpoint',
  OpenSearchService: 'Domain',
  RDS: 'CustomDBEngineVersion DBClusterParameterGroup DBParameterGroup DBProxy DBSubnetGroup OptionGroup',
  RUM: 'AppMonitor',
  Redshift: 'Cluster ClusterParameterGroup ClusterSubnetGroup EndpointAccess Snapshot',
  RedshiftServerless: 'Namespace Snapshot Workgroup',
  ResourceGroups: 'Group',
  Route53: 'CidrCollection HealthCheck TrafficPolicy',
  Route53Profiles: 'Profile',
  Route53RecoveryControl: 'Cluster',
  Route53RecoveryReadiness: 'Cell ReadinessCheck RecoveryGroup ResourceSet',
  Route53Resolver:
    'FirewallDomainList FirewallRuleGroup ResolverEndpoint ResolverQueryLoggingConfig ResolverRule',
  S3: 'AccessGrantsInstance Bucket MultiRegionAccessPoint StorageLens StorageLensGroup',
  S3Express: 'DirectoryBucket',
  S3ObjectLambda: 'AccessPoint',
  S3Tables: 'Namespace Table TableBucket',
  SES: 'ConfigurationSet ContactList DedicatedIpPool EmailIdentity ReceiptRuleSet Template',
  SNS: 'Topic',
  SQS: 'Queue',
  SSM: 'Document MaintenanceWindow Parameter ResourceDataSync',
  SageMaker: 'Endpoint EndpointConfig Model ModelPackage NotebookInstance',
  Scheduler: 'ScheduleGroup',
  SecretsManager: 'Secret',
  ServiceDiscovery: 'HttpNamespace PublicDnsNamespace',
  Shield: 'ProtectionGroup',
  StepFunctions: 'Activity StateMachine',
  Synthetics: 'Canary Group',
  Transfer: 'Server User Workflow',
  VpcLattice: 'DomainVerification ResourceConfiguration ResourceGateway Service ServiceNetwork',
  WAF: 'ByteMatchSet IPSet Rule SizeConstraintSet SqlInjectionMatchSet WebACL XssMatchSet',
  WAFRegional:
    'ByteMatchSet GeoMatchSet IPSet RateBasedRule RegexPatternSet Rule SizeConstraintSet' +
    ' SqlInjectionMatchSet WebACL XssMatchSet',
  WAFv2: 'IPSet RegexPatternSet RuleGroup WebACL',
  XRay: 'Group',
};

/** The types that create a thing of their own, and change nothing that exists. */
export const OWN_TYPES: ReadonlySet<string> = new Set(
  Object.entries(OWN).flatMap(([service, kinds]) =>
    kinds.split(' ').map((kind) => `AWS::${service}::${kind}`),
  ),
);
