import type { Attachment } from '../attachment';

/** What other deployments, configurations and logs pass through. */
export const DEPLOYMENT: readonly Attachment[] = [
  {
    types: ['AWS::CloudFormation::StackSet'],
    targets: 'account',
    risk: 'high',
    why: 'what its template does in each account and Region is not compared',
    source: 'AWS CloudFormation, "StackSets"',
  },
  {
    types: [
      'AWS::CloudFormation::HookVersion',
      'AWS::CloudFormation::HookDefaultVersion',
      'AWS::CloudFormation::HookTypeConfig',
      'AWS::CloudFormation::GuardHook',
      'AWS::CloudFormation::LambdaHook',
    ],
    targets: 'account',
    risk: 'medium',
    why: 'it may refuse the deployments of other stacks, also a roll-back',
    source: 'AWS CloudFormation, "CloudFormation Hooks"',
  },
  {
    types: [
      'AWS::CloudFormation::ResourceDefaultVersion',
      'AWS::CloudFormation::ModuleDefaultVersion',
      'AWS::CloudFormation::TypeActivation',
      'AWS::CloudFormation::Macro',
    ],
    targets: 'account',
    risk: 'medium',
    why: 'templates that use its name are deployed with it from then on',
    source: 'AWS CloudFormation, "Managing extensions with the CloudFormation registry"',
  },
  {
    types: ['AWS::ServiceCatalog::CloudFormationProvisionedProduct'],
    targets: 'account',
    risk: 'medium',
    why: 'what the template of the product does is not compared',
    source: 'AWS Service Catalog, "Provisioned products"',
  },
  {
    types: ['AWS::Logs::AccountPolicy'],
    targets: 'account',
    risk: 'medium',
    why: 'it masks, transforms or forwards the events of other log groups',
    source: 'Amazon CloudWatch Logs, "Account-level policies"',
  },
  {
    types: ['AWS::Logs::Transformer'],
    targets: ['LogGroupIdentifier'],
    risk: 'medium',
    why: 'metric filters and alarms read the events of the log group as it transforms them',
    source: 'Amazon CloudWatch Logs, "Transform logs during ingestion"',
  },
  {
    types: ['AWS::Logs::MetricFilter', 'AWS::Logs::SubscriptionFilter', 'AWS::Logs::DeliverySource'],
    targets: ['LogGroupName', 'ResourceArn'],
    risk: 'safe',
    why: 'it only copies or counts log events',
    source: 'Amazon CloudWatch Logs, "Creating metrics from log events using filters"',
  },
  {
    types: ['AWS::FIS::ExperimentTemplate'],
    targets: 'account',
    risk: 'safe',
    why: 'it injects no fault until somebody starts an experiment',
    source: 'AWS Fault Injection Service, "Experiment templates for AWS FIS"',
  },
  {
    types: ['AWS::AppConfig::Deployment'],
    targets: ['EnvironmentId'],
    risk: 'high',
    why: 'the applications of the environment get its configuration',
    source: 'AWS AppConfig, "Deploying feature flags and configuration data in AWS AppConfig"',
  },
  {
    types: ['AWS::AppConfig::ExtensionAssociation', 'AWS::AppConfig::ExperimentRun'],
    targets: ['ResourceIdentifier', 'ApplicationIdentifier'],
    risk: 'medium',
    why: 'deployments of the resource call the extension, or its users get a treatment',
    source: 'AWS AppConfig, "Extending AppConfig workflows using extensions"',
  },
  {
    types: [
      'AWS::AppConfig::ConfigurationProfile',
      'AWS::AppConfig::Environment',
      'AWS::AppConfig::HostedConfigurationVersion',
    ],
    targets: ['ApplicationId'],
    risk: 'safe',
    why: 'nothing gets it until it is deployed',
    source: 'AWS AppConfig, "Deploying feature flags and configuration data in AWS AppConfig"',
  },
];
