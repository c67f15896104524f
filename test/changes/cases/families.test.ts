import { test } from '@jest/globals';
import { type AdditionCase, expectAddition, lineOfResource as one } from './additions';

const alarm = (action: string, more = '') =>
  one('AWS::CloudWatch::Alarm', `AlarmActions: [${action}]${more}`);
const STOP = `!Sub 'arn:aws:automate:\${AWS::Region}:ec2:stop'`;
const onInstance = ', Dimensions: [{ Name: InstanceId, Value: !Ref Instance }]';
const INSTANCE = one('AWS::EC2::Instance', '', 'Instance');
const QUEUE = one('AWS::SQS::Queue', '', 'Queue');
const FN = one('AWS::Lambda::Function', '', 'Fn');
const NAMED = `Name: !Sub '\${Queue.QueueName}-x'`;
const TOPIC = one('AWS::SNS::Topic', '', 'Topic');
const custom = (properties: string, type = 'Custom::Thing') =>
  one(type, `ServiceToken: !GetAtt Fn.Arn, ${properties}`);

const cases: AdditionCase[] = [
  [
    'an alarm that stops a live instance',
    [INSTANCE],
    [alarm(STOP, onInstance)],
    'high',
    /ec2:stop acts on an instance that exists/,
  ],
  ['an alarm that stops an added instance', [], [INSTANCE, alarm(STOP, onInstance)], 'safe', /^$/],
  ['an alarm that stops what its metric math means', [INSTANCE], [alarm(STOP)], 'high', /ec2:stop acts/],
  ['an alarm that notifies', [TOPIC], [alarm('!Ref Topic')], 'safe', /^$/],
  [
    'an alarm that scales',
    [one('AWS::AutoScaling::ScalingPolicy', '', 'Policy')],
    [alarm('!Ref Policy')],
    'medium',
    /by a scaling policy/,
  ],
  ['an alarm that invokes', [FN], [alarm('!GetAtt Fn.Arn')], 'medium', /invokes a function/],
  ['an alarm with an action that is not known', [], [alarm('!Ref Action')], 'medium', /not known what/],
  [
    'an alarm without its actions',
    [INSTANCE],
    [alarm(STOP, `${onInstance}, ActionsEnabled: false`)],
    'safe',
    /^$/,
  ],
  [
    'a consumer of a live queue',
    [QUEUE],
    [FN, one('AWS::Lambda::EventSourceMapping', 'EventSourceArn: !GetAtt Queue.Arn, FunctionName: !Ref Fn')],
    'high',
    /takes messages of a queue/,
  ],
  [
    'a consumer that is off',
    [QUEUE, FN],
    [
      one(
        'AWS::Lambda::EventSourceMapping',
        'EventSourceArn: !GetAtt Queue.Arn, FunctionName: !Ref Fn, Enabled: false',
      ),
    ],
    'safe',
    /^$/,
  ],
  [
    'a new queue of a live function',
    [FN],
    [
      QUEUE,
      one('AWS::Lambda::EventSourceMapping', 'EventSourceArn: !GetAtt Queue.Arn, FunctionName: !Ref Fn'),
    ],
    'medium',
    /did not invoke it/,
  ],
  [
    'a subscription of a live topic',
    [TOPIC],
    [
      QUEUE,
      one('AWS::SNS::Subscription', 'TopicArn: !Ref Topic, Protocol: sqs, Endpoint: !GetAtt Queue.Arn'),
    ],
    'safe',
    /its own copy/,
  ],
  [
    'a rule of the default bus',
    [],
    [FN, one('AWS::Events::Rule', 'Targets: [{ Id: a, Arn: !GetAtt Fn.Arn }]')],
    'safe',
    /^$/,
  ],
  [
    'a rule that invokes a live function',
    [FN],
    [one('AWS::Events::Rule', 'Targets: [{ Id: a, Arn: !GetAtt Fn.Arn }]')],
    'medium',
    /did not invoke them/,
  ],
  [
    'a service on a live target group',
    [],
    [one('AWS::ECS::Service', 'LoadBalancers: [{ TargetGroupArn: tg-a }]')],
    'high',
    /share of the requests/,
  ],
  ['a service in a live cluster', [], [one('AWS::ECS::Service', 'Cluster: web')], 'safe', /^$/],
  [
    'a reader of a live database cluster',
    [],
    [one('AWS::RDS::DBInstance', 'DBClusterIdentifier: db')],
    'high',
    /reader endpoint/,
  ],
  [
    'reserved concurrency',
    [],
    [one('AWS::Lambda::Function', 'ReservedConcurrentExecutions: 5')],
    'medium',
    /reserved concurrency/,
  ],
  [
    'a run of a document on live instances',
    [],
    [one('AWS::SSM::Association', 'Name: x, Targets: [{ Key: tag:a, Values: [b] }]')],
    'high',
    /runs a document/,
  ],
  ['a custom resource without anything', [FN], [custom('Text: a')], 'safe', /^$/],
  [
    'a custom resource with a live resource',
    [FN, QUEUE],
    [custom('A: { B: [!Ref Queue] }')],
    'medium',
    /refers to Queue.*can do anything/,
  ],
  [
    'a custom resource with several resources, of which one is live',
    [FN, QUEUE],
    [TOPIC, custom(`A: !Sub '\${Queue} \${Topic}'`)],
    'medium',
    /refers to Queue,/,
  ],
  ['a custom resource with a live network', [FN], [custom('VpcId: vpc-1')], 'medium', /refers to vpc-1/],
  [
    'a custom resource that calls AWS',
    [FN],
    [custom(`Create: '{"service": "ECS", "action": "updateService"}'`, 'Custom::AWS')],
    'medium',
    /refers to a call in Create/,
  ],
  [
    'what a custom resource returns',
    [FN],
    [
      custom('Text: a').replace('New', 'Lookup'),
      one('AWS::EC2::Route', 'RouteTableId: !GetAtt Lookup.Table'),
    ],
    'high',
    /attaches to what Lookup returns/,
  ],
  ['a custom resource with a parameter', [FN], [custom('A: !Ref P')], 'medium', /refers to P/],
  ['a custom resource with an added resource', [FN], [QUEUE, custom('A: !Ref Queue')], 'safe', /^$/],
  [
    'files over those of a live bucket',
    [FN, one('AWS::S3::Bucket', '', 'Bucket')],
    [custom('DestinationBucketName: !Ref Bucket', 'Custom::CDKBucketDeployment')],
    'high',
    /writes its files over/,
  ],
  [
    'a type that is not in the table',
    [QUEUE],
    [one('AWS::Unheard::Of', 'Queue: !Ref Queue')],
    'medium',
    /not known what a AWS::Unheard::Of changes/,
  ],
  [
    'a type that is not in the table, with a name of its own',
    [QUEUE],
    [one('AWS::Unheard::Of', NAMED)],
    'safe',
    /^$/,
  ],
  [
    'a type that is not in the table, in a live network',
    [],
    [one('AWS::Unheard::Of', 'SubnetIds: [a], KmsKeyArn: b')],
    'safe',
    /^$/,
  ],
  ['a module', [], [one('My::Own::Thing::MODULE')], 'high', /known only to CloudFormation/],
  ['a stack set', [], [one('AWS::CloudFormation::StackSet', 'StackSetName: s')], 'high', /is not compared/],
];

test.each(cases)('an addition: %s', (_, live, added, risk, words) => {
  expectAddition(live, added, risk, words);
});
