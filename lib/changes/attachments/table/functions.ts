import type { Attachment } from '../attachment';

const CONCURRENCY = 'AWS Lambda, "Understanding Lambda function scaling"';

/** Functions, state machines, and what invokes them. */
export const FUNCTIONS: readonly Attachment[] = [
  {
    types: ['AWS::Lambda::EventSourceMapping'],
    targets: ['EventSourceArn', 'SelfManagedEventSource'],
    risk: 'high',
    why: 'it takes messages of a queue from the consumers that are there, or read throughput of a stream',
    source: 'AWS Lambda, "How Lambda processes records from stream and queue-based event sources"',
    unless: { path: 'Enabled', is: ['false', 'no', 'off'] },
  },
  {
    types: ['AWS::Lambda::EventSourceMapping'],
    targets: ['FunctionName'],
    risk: 'medium',
    why: 'it is invoked by messages that did not invoke it before',
    source: 'AWS Lambda, "How Lambda processes records from stream and queue-based event sources"',
    unless: { path: 'Enabled', is: ['false', 'no', 'off'] },
  },
  {
    types: ['AWS::Lambda::EventInvokeConfig'],
    targets: ['FunctionName'],
    risk: 'medium',
    why: 'it changes the retries and the destinations of asynchronous invocations',
    source: 'AWS Lambda, "Invoking a Lambda function asynchronously"',
  },
  {
    types: ['AWS::Lambda::Alias', 'AWS::Lambda::Version'],
    targets: ['FunctionName'],
    risk: 'safe',
    why: 'callers that exist do not use the new alias or version',
    source: 'AWS Lambda, "Create an alias for a Lambda function"',
  },
  {
    types: ['AWS::Lambda::Alias', 'AWS::Lambda::Version'],
    targets: 'account',
    risk: 'medium',
    why: 'provisioned concurrency comes from what the other functions of the account share',
    source: CONCURRENCY,
    when: { path: 'ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions' },
  },
  {
    types: ['AWS::Lambda::Function'],
    targets: 'account',
    risk: 'medium',
    why: 'reserved concurrency comes from what the other functions share; Lambda leaves them at least 100',
    source: CONCURRENCY,
    when: { path: 'ReservedConcurrentExecutions' },
    unless: { path: 'ReservedConcurrentExecutions', is: ['0'] },
  },
  {
    types: ['AWS::Lambda::Url'],
    targets: ['TargetFunctionArn'],
    risk: 'medium',
    why: 'it opens the function to requests by HTTPS, which share its concurrency',
    source: 'AWS Lambda, "Creating and managing Lambda function URLs"',
  },
  {
    types: ['AWS::StepFunctions::StateMachineAlias', 'AWS::StepFunctions::StateMachineVersion'],
    targets: ['RoutingConfiguration.StateMachineVersionArn', 'StateMachineArn'],
    risk: 'safe',
    why: 'callers that exist do not use the new alias or version',
    source: 'AWS Step Functions, "Manage continuous deployments with versions and aliases"',
  },
  {
    types: ['AWS::AppRunner::VpcIngressConnection'],
    targets: ['ServiceArn'],
    risk: 'medium',
    why: 'it opens the service to a VPC',
    source: 'AWS App Runner, "Enabling a Private endpoint for incoming traffic"',
  },
];
