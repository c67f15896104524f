import type { ChangeEffect } from './model';

/** What a property of the catalog holds. */
export type PropertyKind =
  | 'text'
  | 'boolean'
  | 'number'
  | 'tags'
  | 'map'
  | 'zone'
  | 'cidr'
  | 'encoded'
  | 'json';

/** A resource type: its properties with their effects, from the pages of the Template Reference. */
export interface CatalogType {
  readonly attribute: string;
  readonly properties: Readonly<Record<string, readonly [kind: PropertyKind, effect: ChangeEffect]>>;
}

export const CATALOG: Readonly<Record<string, CatalogType>> = {
  'AWS::SNS::Topic': {
    attribute: 'TopicName',
    properties: {
      TopicName: ['text', 'replace'],
      DisplayName: ['text', 'update'],
      ContentBasedDeduplication: ['boolean', 'update'],
      Tags: ['tags', 'update'],
    },
  },
  'AWS::SQS::Queue': {
    attribute: 'Arn',
    properties: {
      QueueName: ['text', 'replace'],
      FifoQueue: ['boolean', 'replace'],
      DelaySeconds: ['number', 'update'],
      Tags: ['tags', 'update'],
    },
  },
  'AWS::S3::Bucket': {
    attribute: 'Arn',
    properties: { BucketName: ['text', 'replace'], Tags: ['tags', 'update'] },
  },
  'AWS::EC2::Subnet': {
    attribute: 'SubnetId',
    properties: {
      VpcId: ['text', 'replace'],
      CidrBlock: ['cidr', 'replace'],
      AvailabilityZone: ['zone', 'replace'],
      MapPublicIpOnLaunch: ['boolean', 'update'],
    },
  },
  'AWS::EC2::Instance': {
    attribute: 'PrivateIp',
    properties: {
      InstanceType: ['text', 'may replace'],
      SubnetId: ['text', 'replace'],
      UserData: ['encoded', 'may replace'],
      Monitoring: ['boolean', 'update'],
      Tags: ['tags', 'update'],
    },
  },
  'AWS::Lambda::Function': {
    attribute: 'Arn',
    properties: {
      FunctionName: ['text', 'replace'],
      Handler: ['text', 'update'],
      MemorySize: ['number', 'update'],
      Environment: ['map', 'update'],
    },
  },
  'AWS::CloudWatch::Alarm': {
    attribute: 'Arn',
    properties: {
      AlarmName: ['text', 'replace'],
      AlarmDescription: ['text', 'update'],
      Threshold: ['number', 'update'],
      ActionsEnabled: ['boolean', 'update'],
    },
  },
  'AWS::IAM::Role': {
    attribute: 'Arn',
    properties: {
      RoleName: ['text', 'replace'],
      Description: ['text', 'update'],
      MaxSessionDuration: ['number', 'update'],
      AssumeRolePolicyDocument: ['json', 'update'],
    },
  },
};
