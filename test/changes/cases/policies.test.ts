import { test } from '@jest/globals';
import { type AdditionCase, expectAddition } from './additions';

const statement = (effect: string) => `{ Statement: [{ Effect: ${effect}, Action: '*', Resource: '*' }] }`;
const DENY = statement('Deny');
const ALLOW = statement('Allow');
const ROLE = "Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } }";
const policy = (document: string, roles = '[!Ref Role]') =>
  `New: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: p, Roles: ${roles}, PolicyDocument:` +
  ` ${document} } }`;
const BUCKET = 'Bucket: { Type: AWS::S3::Bucket }';
const bucketPolicy = (document: string, id = 'New', bucket = '!Ref Bucket') =>
  `${id}: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: ${bucket}, PolicyDocument: ${document} } }`;
const QUEUE = 'Queue: { Type: AWS::SQS::Queue }';
const queuePolicy = (document: string) =>
  `New: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [!Ref Queue], PolicyDocument: ${document} } }`;
const busPolicy = (properties: string) =>
  `New: { Type: 'AWS::Events::EventBusPolicy', Properties: { StatementId: s, ${properties} } }`;
const BUS = "Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: b } }";

const policies: AdditionCase[] = [
  ['a Deny on a live role', [ROLE], [policy(DENY)], 'high', /attaches to Role.*a Deny overrides/],
  ['an Allow on a live role', [ROLE], [policy(ALLOW)], 'safe', /only allows more/],
  ['a Deny on a role that is added too', [], [ROLE, policy(DENY)], 'safe', /^$/],
  ['a Deny on a role by its name', [], [policy(DENY, '[web]')], 'high', /attaches to web/],
  [
    'a Deny beside an Allow',
    [ROLE],
    [policy('{ Statement: [{ Effect: Allow }, !If [C, { Effect: Deny }, !Ref AWS::NoValue]] }')],
    'high',
    /a Deny overrides/,
  ],
  ['an effect that is not known', [ROLE], [policy(statement('!Ref Effect'))], 'high', /cannot be read/],
  [
    'a managed policy on a live user',
    ['User: { Type: AWS::IAM::User }'],
    [`New: { Type: 'AWS::IAM::ManagedPolicy', Properties: { Users: [!Ref User], PolicyDocument: ${DENY} } }`],
    'high',
    /attaches to User/,
  ],
  [
    'a policy of an organization',
    [],
    [
      "New: { Type: 'AWS::Organizations::Policy', Properties: { TargetIds: [ou-1], Type:" +
        ' SERVICE_CONTROL_POLICY } }',
    ],
    'high',
    /denied in every account/,
  ],
  ['a Deny on a live bucket', [BUCKET], [bucketPolicy(DENY)], 'high', /a Deny overrides/],
  ['an Allow on a live bucket', [BUCKET], [bucketPolicy(ALLOW)], 'medium', /replaces the policy/],
  ['a policy of a bucket that is added too', [], [BUCKET, bucketPolicy(DENY)], 'safe', /^$/],
  [
    'a second policy of one bucket',
    [BUCKET, bucketPolicy(ALLOW, 'First')],
    [bucketPolicy(ALLOW)],
    'high',
    /First writes its one policy too/,
  ],
  ['an Allow on a live queue', [QUEUE], [queuePolicy(ALLOW)], 'medium', /replaces the policy/],
  [
    'a policy as text',
    ['Secret: { Type: AWS::SecretsManager::Secret }'],
    [
      "New: { Type: 'AWS::SecretsManager::ResourcePolicy', Properties: { SecretId: !Ref Secret," +
        ' ResourcePolicy:' +
        ` !Sub '{"Statement": [{"Effect": "Deny", "Resource": "\${Secret}"}]}' } }`,
    ],
    'high',
    /a Deny overrides/,
  ],
  [
    'an Allow on the default bus',
    [],
    [busPolicy("Action: 'events:PutEvents', Principal: '*'")],
    'safe',
    /default event bus/,
  ],
  [
    'a Deny on the default bus',
    [],
    [busPolicy('Statement: { Effect: Deny }')],
    'high',
    /default event bus.*Deny/,
  ],
  [
    'a Deny on an added bus',
    [],
    [BUS, busPolicy('EventBusName: !Ref Bus, Statement: { Effect: Deny }')],
    'safe',
    /^$/,
  ],
  [
    'a permission of a live function',
    ['Fn: { Type: AWS::Lambda::Function }'],
    [
      "New: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: !Ref Fn, Principal: x," +
        ' Action: y } }',
    ],
    'safe',
    /only allows more/,
  ],
];

const VPC = 'Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }';
const GROUP = (egress = '') =>
  `Group: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: g${egress} } }`;
const ALL_OUT = ", SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: 0.0.0.0/0 }]";
const rule = (way: 'Ingress' | 'Egress', group = '!Ref Group', id = 'New') =>
  `${id}: { Type: 'AWS::EC2::SecurityGroup${way}', Properties: { GroupId: ${group}, IpProtocol: tcp } }`;
const ALL_TRAFFIC = rule('Egress').replace('tcp', "'-1', CidrIp: 0.0.0.0/0");
const entry = (decision: string) =>
  "New: { Type: 'AWS::EC2::NetworkAclEntry', Properties: { NetworkAclId: acl-1, RuleNumber: 1, Protocol: 6," +
  ` RuleAction: ${decision}, CidrBlock: 10.0.0.0/8 } }`;
const endpoint = (properties: string) =>
  `New: { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcId: !Ref Vpc, ServiceName: s3, ${properties} } }`;

const network: AdditionCase[] = [
  [
    'a default route of a live table',
    ["Rt: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: v } }"],
    [
      "New: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: !Ref Rt, DestinationCidrBlock:" +
        ' 0.0.0.0/0 } }',
    ],
    'high',
    /attaches to Rt.*most specific route/,
  ],
  [
    'another table of a live subnet',
    [],
    ["New: { Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { SubnetId: s, RouteTableId: r } }"],
    'high',
    /leaves its route table/,
  ],
  ['an inbound rule of a live group', [GROUP()], [rule('Ingress')], 'safe', /only allows/],
  [
    'the first outbound rule of a group that allows all',
    [GROUP()],
    [rule('Egress')],
    'high',
    /replaces the rule that does/,
  ],
  [
    'an outbound rule beside the rule for all',
    [GROUP(ALL_OUT)],
    [rule('Egress', '!GetAtt Group.GroupId')],
    'high',
    /replaces the rule that does/,
  ],
  [
    'an outbound rule of a group with other ones',
    [GROUP(', SecurityGroupEgress: [{ IpProtocol: tcp, CidrIp: 10.0.0.0/8 }]')],
    [rule('Egress')],
    'safe',
    /^$/,
  ],
  [
    'one more outbound rule',
    [GROUP(), rule('Egress', '!Ref Group', 'First')],
    [rule('Egress')],
    'safe',
    /^$/,
  ],
  [
    'an outbound rule of a group that is not in the template',
    [],
    [rule('Egress', 'sg-1')],
    'high',
    /as a group does by default/,
  ],
  ['an outbound rule for all traffic', [GROUP()], [ALL_TRAFFIC], 'safe', /^$/],
  ['an entry of a network ACL that denies', [], [entry('deny')], 'high', /dropped/],
  ['an entry of a network ACL that allows', [], [entry('allow')], 'medium', /before the rules that follow/],
  [
    'an interface endpoint with private DNS',
    [VPC],
    [endpoint('PrivateDnsEnabled: true')],
    'high',
    /private DNS/,
  ],
  ['an interface endpoint without private DNS', [VPC], [endpoint('PrivateDnsEnabled: false')], 'safe', /^$/],
  [
    'a gateway endpoint on a live route table',
    [VPC],
    [endpoint('RouteTableIds: [rtb-1]')],
    'high',
    /interrupted/,
  ],
  ['an endpoint in a VPC that is added too', [], [VPC, endpoint('PrivateDnsEnabled: true')], 'safe', /^$/],
];

test.each([...policies, ...network])('a policy or a rule: %s', (_, live, added, risk, words) => {
  expectAddition(live, added, risk, words);
});
