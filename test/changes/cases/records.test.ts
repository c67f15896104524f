import { expect, test } from '@jest/globals';
import { riskOf } from '../../../lambdas/core/stack-changes/stack-change';
import { diffOf } from '../../support/templates/templates';
import { type AdditionCase, expectAddition, resourcesOf } from './additions';
import { set, weighted } from './records';

const APEX = set('Apex', 'example.com');

const otherNames: AdditionCase[] = [
  ['a free name', [APEX], [set('New', 'new.example.com')], 'safe', /^$/],
  [
    'a name under a live wildcard',
    [set('Any', '*.example.com')],
    [set('New', 'new.example.com')],
    'high',
    /from the live wildcard \*\.example\.com/,
  ],
  [
    'a text below a live wildcard',
    [set('Any', '\\052.example.com')],
    [set('New', 'a.b.example.com', 'Type: TXT')],
    'high',
    /live wildcard/,
  ],
  [
    'a name that exists, under a live wildcard',
    [set('Any', '*.example.com'), set('Live', 'new.example.com')],
    [set('New', 'new.example.com', 'Type: TXT')],
    'safe',
    /^$/,
  ],
  [
    'a name below one that is closer than the wildcard',
    [set('Any', '*.example.com'), set('Live', 'x.new.example.com')],
    [set('New', 'y.new.example.com')],
    'safe',
    /^$/,
  ],
  [
    'a name above one that exists: the wildcard does not answer it',
    [set('Any', '*.example.com'), set('Live', 'x.new.example.com')],
    [set('New', 'new.example.com')],
    'safe',
    /^$/,
  ],
  [
    'the name servers of the zone itself',
    [set('Live', 'example.com', 'Type: A', 'HostedZoneName: example.com.')],
    [set('New', 'example.com', 'Type: NS', 'HostedZoneName: example.com.')],
    'safe',
    /^$/,
  ],
  ['a new wildcard', [APEX], [set('New', '*.example.com')], 'medium', /answers every name below example.com/],
  [
    'a delegation above live names',
    [set('Live', 'a.sub.example.com')],
    [set('New', 'sub.example.com', 'Type: NS')],
    'high',
    /delegates sub.example.com.*a.sub.example.com/,
  ],
  ['a delegation of a free name', [APEX], [set('New', 'sub.example.com', 'Type: NS')], 'safe', /^$/],
  [
    'the same name in another zone',
    [weighted('Live', 0, 'a.example.com', 'HostedZoneId: Z2')],
    [weighted('New', 9, 'a.example.com')],
    'safe',
    /No other record of the hosted zone Z1/,
  ],
  [
    'a zone by its name',
    [weighted('Live', 0, 'a.example.com', 'HostedZoneName: Example.com.')],
    [weighted('New', 9, 'a.example.com', 'HostedZoneName: example.com')],
    'high',
    /100 %/,
  ],
  [
    'an id and a name that may be one zone',
    [weighted('Live', 0, 'a.example.com', 'HostedZoneName: example.com.')],
    [weighted('New', 9, 'a.example.com')],
    'high',
    /100 %/,
  ],
  [
    'a zone of the template, by its id and its name',
    [
      'Zone: { Type: AWS::Route53::HostedZone, Properties: { Name: example.com } }',
      weighted('Live', 0, 'a.example.com', 'HostedZoneId: !Ref Zone'),
    ],
    [weighted('New', 9, 'a.example.com', 'HostedZoneName: example.com.')],
    'high',
    /100 %/,
  ],
  [
    'a zone that is added too',
    [weighted('Live', 0)],
    [
      'Zone: { Type: AWS::Route53::HostedZone, Properties: { Name: example.com } }',
      weighted('New', 9, 'api.example.com', 'HostedZoneId: !Ref Zone'),
    ],
    'safe',
    /^$/,
  ],
  [
    'a name that is not known',
    [APEX],
    [set('New', 'x').replace('"x"', '!Ref Name')],
    'medium',
    /known only at the deployment/,
  ],
];

test.each(otherNames)('a record: %s', (_, live, added, risk, words) => {
  expectAddition(live, added, risk, words);
});

const group = (...members: string[]) =>
  `Group: { Type: AWS::Route53::RecordSetGroup, Properties: { HostedZoneId: Z1, RecordSets:` +
  ` [${members.join(', ')}] } }`;
const member = (id: string, weight: number) =>
  `{ Name: api.example.com., Type: A, TTL: 60, SetIdentifier: ${id}, Weight: ${weight},` +
  ` ResourceRecords: [x] }`;

test.each([
  [
    'an added group',
    [weighted('Live', 0)],
    [weighted('Live', 0), group(member('a', 1), member('b', 3))],
    ['25 %', '75 %'],
  ],
  ['a member that a group gets', [group(member('a', 1))], [group(member('a', 1), member('b', 3))], ['75 %']],
])('each member of a group counts: %s', (_, old, fresh, shares) => {
  const change = diffOf(resourcesOf(old), resourcesOf(fresh)).find(({ logicalId }) => logicalId === 'Group');
  expect(change === undefined ? null : riskOf(change)).toBe('high');
  for (const share of shares) {
    expect(change?.notes.join(' ')).toContain(`takes ${share}`);
  }
});

const VPC = 'Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }';
const zone = (name: string, vpc = '!Ref Vpc') =>
  `New: { Type: AWS::Route53::HostedZone, Properties: { Name: ${name}, VPCs: [{ VPCId: ${vpc},` +
  ` VPCRegion: x }] } }`;

test.each<AdditionCase>([
  [
    'of the name of a public one',
    [VPC, 'Zone: { Type: AWS::Route53::HostedZone, Properties: { Name: example.com. } }'],
    [zone('Example.com')],
    'high',
    /also example.com/,
  ],
  [
    'above live names',
    [VPC, set('Live', 'api.example.com')],
    [zone('example.com')],
    'high',
    /also api.example.com/,
  ],
  ['of a name of its own', [VPC], [zone('internal.test')], 'medium', /resolves internal.test/],
  ['in a VPC that is not in the template', [], [zone('internal.test', 'vpc-1')], 'medium', /vpc-1/],
  ['in a VPC that is added too', [set('Live', 'api.example.com')], [VPC, zone('example.com')], 'safe', /^$/],
  [
    'that is public',
    [],
    ['New: { Type: AWS::Route53::HostedZone, Properties: { Name: example.com } }'],
    'safe',
    /^$/,
  ],
])('a hosted zone %s', (_, live, added, risk, words) => {
  expectAddition(live, added, risk, words);
});
