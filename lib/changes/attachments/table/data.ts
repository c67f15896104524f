import type { Attachment } from '../attachment';

const READERS =
  'Amazon Aurora, "Reader endpoints for Amazon Aurora": connections are shared among the readers';

/** Databases, caches, storage. */
export const DATA: readonly Attachment[] = [
  {
    types: ['AWS::RDS::DBInstance', 'AWS::DocDB::DBInstance', 'AWS::Neptune::DBInstance'],
    targets: ['DBClusterIdentifier'],
    risk: 'high',
    why: 'it takes a share of the connections to the reader endpoint, and may become the writer',
    source: READERS,
  },
  {
    types: ['AWS::RDS::DBInstance'],
    targets: ['SourceDBInstanceIdentifier', 'SourceDBClusterIdentifier'],
    risk: 'medium',
    why: 'its source makes a snapshot and sends it every change',
    source: 'Amazon RDS, "Working with DB instance read replicas"',
  },
  {
    types: ['AWS::RDS::DBCluster', 'AWS::DocDB::DBCluster', 'AWS::Neptune::DBCluster'],
    targets: ['ReplicationSourceIdentifier', 'GlobalClusterIdentifier'],
    risk: 'medium',
    why: 'its source sends it every change, or it joins a global cluster',
    source: 'Amazon Aurora, "Using Amazon Aurora Global Database"',
  },
  {
    types: ['AWS::RDS::GlobalCluster', 'AWS::DocDB::GlobalCluster', 'AWS::Neptune::GlobalCluster'],
    targets: ['SourceDBClusterIdentifier'],
    risk: 'medium',
    why: 'the cluster becomes the primary of a global cluster',
    source: 'Amazon Aurora, "Using Amazon Aurora Global Database"',
  },
  {
    types: ['AWS::RDS::DBProxyTargetGroup'],
    targets: ['DBProxyName', 'DBInstanceIdentifiers', 'DBClusterIdentifiers'],
    risk: 'high',
    why: 'it writes where the proxy connects to, and its pool takes connections of the database',
    source: 'Amazon RDS, "RDS Proxy concepts and terminology"',
  },
  {
    types: ['AWS::RDS::DBProxyEndpoint', 'AWS::RDS::DBSecurityGroupIngress'],
    targets: ['DBProxyName', 'DBSecurityGroupName'],
    risk: 'safe',
    why: 'it is one more way in',
    source: 'Amazon RDS, "Working with Amazon RDS Proxy endpoints"',
  },
  {
    types: ['AWS::RDS::DBShardGroup', 'AWS::RDS::Integration', 'AWS::Redshift::Integration'],
    targets: ['DBClusterIdentifier', 'SourceArn'],
    risk: 'medium',
    why: 'the source sends its changes there, or serves as part of it',
    source: 'Amazon Aurora, "Aurora zero-ETL integrations"',
  },
  {
    types: [
      'AWS::RDS::EventSubscription',
      'AWS::RDS::DBSnapshot',
      'AWS::RDS::ClusterSnapshot',
      'AWS::Redshift::EventSubscription',
      'AWS::DocDB::EventSubscription',
      'AWS::Neptune::EventSubscription',
      'AWS::DMS::EventSubscription',
    ],
    targets: ['SourceIds', 'DBInstanceIdentifier', 'DBClusterIdentifier'],
    risk: 'safe',
    why: 'it only reports events, or copies the data',
    source: 'Amazon RDS, "Working with Amazon RDS event notification"',
  },
  {
    types: ['AWS::ElastiCache::GlobalReplicationGroup'],
    targets: ['Members.ReplicationGroupId'],
    risk: 'medium',
    why: 'the replication group becomes a member, and a secondary one loses its data',
    source: 'Amazon ElastiCache, "Replication across AWS Regions using global datastores"',
  },
  {
    types: ['AWS::ElastiCache::ReplicationGroup'],
    targets: ['GlobalReplicationGroupId', 'PrimaryClusterId'],
    risk: 'medium',
    why: 'it becomes a replica of what exists',
    source: 'Amazon ElastiCache, "High availability using replication groups"',
  },
  {
    types: ['AWS::ElastiCache::UserGroup', 'AWS::MemoryDB::ACL'],
    targets: ['UserIds', 'UserNames'],
    risk: 'safe',
    why: 'a new group is used by no cache yet',
    source: 'Amazon ElastiCache, "Role-Based Access Control (RBAC)"',
  },
  {
    types: ['AWS::DMS::ReplicationTask', 'AWS::DMS::DataMigration', 'AWS::DMS::ReplicationConfig'],
    targets: ['TargetEndpointArn', 'SourceEndpointArn', 'MigrationProjectIdentifier'],
    risk: 'medium',
    why: 'once it starts, it reads the source and writes the target',
    source: 'AWS DMS, "Working with AWS DMS tasks"',
  },
  {
    types: [
      'AWS::EFS::MountTarget',
      'AWS::EFS::AccessPoint',
      'AWS::S3::AccessPoint',
      'AWS::FSx::StorageVirtualMachine',
    ],
    targets: ['FileSystemId', 'Bucket'],
    risk: 'safe',
    why: 'it is one more way in',
    source: 'Amazon EFS, "Managing mount targets" and "Working with access points"',
  },
  {
    types: ['AWS::Glue::Crawler', 'AWS::Glue::TableOptimizer'],
    targets: ['DatabaseName', 'TableName'],
    risk: 'medium',
    why: 'it writes tables of the catalog, or rewrites their files',
    source: 'AWS Glue, "Using crawlers to populate the Data Catalog"',
  },
  {
    types: ['AWS::SecretsManager::RotationSchedule', 'AWS::SecretsManager::SecretTargetAttachment'],
    targets: ['SecretId'],
    risk: 'high',
    why: 'it changes the secret, and a rotation may begin at once',
    source: 'AWS Secrets Manager, "Rotate AWS Secrets Manager secrets"',
  },
];
