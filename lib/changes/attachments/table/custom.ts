import type { Attachment } from '../attachment';

const PROVIDERS = 'AWS CDK API Reference, the module of the construct';

/** Custom resources of CDK with a known function. Any other is at least medium where it gets what exists. */
export const CUSTOM: readonly Attachment[] = [
  {
    types: ['Custom::CDKBucketDeployment'],
    targets: ['DestinationBucketName'],
    risk: 'high',
    why: 'it writes its files over those of the same name, and deletes the others if it prunes',
    source: 'AWS CDK API Reference, "aws-s3-deployment"',
  },
  {
    types: ['Custom::S3BucketNotifications'],
    targets: ['BucketName'],
    risk: 'medium',
    why: 'it writes the notifications of the bucket, and its targets are invoked',
    source: 'AWS CDK API Reference, "aws-s3-notifications"',
  },
  {
    types: ['Custom::VpcRestrictDefaultSG'],
    targets: ['DefaultSecurityGroupId'],
    risk: 'high',
    why: 'it removes every rule of the default security group',
    source: 'AWS CDK API Reference, "aws-ec2": restrictDefaultSecurityGroup',
  },
  {
    types: ['Custom::LogRetention', 'Custom::S3AutoDeleteObjects', 'Custom::ECRAutoDeleteImages'],
    targets: ['LogGroupName', 'BucketName', 'RepositoryName'],
    risk: 'safe',
    why: 'it sets how long logs are kept, or acts only when the stack is deleted',
    source: PROVIDERS,
  },
  {
    types: ['Custom::CrossRegionExportWriter', 'Custom::CrossRegionExportReader'],
    targets: 'account',
    risk: 'safe',
    why: 'it copies exports between Regions into parameters of their own',
    source: PROVIDERS,
  },
];
