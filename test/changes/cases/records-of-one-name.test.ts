import { test } from '@jest/globals';
import { type AdditionCase, expectAddition } from './additions';
import { set, weighted } from './records';

const policy = (id: string, how: string) =>
  set(id, 'api.example.com', `Type: A, SetIdentifier: ${id}, ${how}`);

const sameName: AdditionCase[] = [
  [
    'a weight beside one of 0',
    [weighted('Live', 0)],
    [weighted('New', 255)],
    'high',
    /takes 100 % .* 255 of 255/,
  ],
  [
    'a weight beside others',
    [weighted('A', 2), weighted('B', 1)],
    [weighted('New', 1)],
    'high',
    /takes 25 %/,
  ],
  ['a weight of 0', [weighted('Live', 100)], [weighted('New', 0)], 'safe', /Its weight is 0 beside live/],
  [
    'a weight of 0 beside 0',
    [weighted('Live', 0)],
    [weighted('New', 0)],
    'high',
    /takes 50 % .*"Weighted routing"/,
  ],
  [
    'a weight that is not known',
    [weighted('Live', 1)],
    [weighted('New', '!Ref W')],
    'high',
    /cannot be read/,
  ],
  [
    'the name in another case, with a dot and an escape',
    [weighted('Live', 0, 'api.example.com')],
    [weighted('New', 5, 'API.ex\\141mple.com.')],
    'high',
    /takes 100 %/,
  ],
  [
    'the same set identifier',
    [policy('Live', 'Weight: 0')],
    [set('New', 'api.example.com', 'Type: A, SetIdentifier: Live, Weight: 5')],
    'high',
    /refuses/,
  ],
  [
    'a latency record',
    [policy('Live', 'Region: eu-west-1')],
    [policy('New', 'Region: us-east-1')],
    'high',
    /latency/,
  ],
  [
    'a multivalue record',
    [policy('Live', 'MultiValueAnswer: true')],
    [policy('New', 'MultiValueAnswer: true')],
    'high',
    /multivalue/,
  ],
  [
    'a geolocation record',
    [policy('Live', "GeoLocation: { CountryCode: '*' }")],
    [policy('New', 'GeoLocation: { CountryCode: DE }')],
    'high',
    /geolocation/,
  ],
  [
    'a secondary record',
    [policy('Live', 'Failover: PRIMARY')],
    [policy('New', 'Failover: SECONDARY')],
    'medium',
    /while the live primary/,
  ],
  [
    'a primary record',
    [policy('Live', 'Failover: SECONDARY')],
    [policy('New', 'Failover: PRIMARY')],
    'high',
    /in place of the live secondary/,
  ],
  [
    'a simple record of the same name',
    [set('Live', 'api.example.com')],
    [set('New', 'api.example.com')],
    'high',
    /cannot stand beside/,
  ],
  [
    'a weighted beside a simple record',
    [set('Live', 'api.example.com')],
    [weighted('New', 0)],
    'high',
    /cannot stand beside/,
  ],
  [
    'AAAA beside A',
    [set('Live', 'api.example.com')],
    [set('New', 'api.example.com', 'Type: AAAA')],
    'high',
    /IPv6 prefer it/,
  ],
  [
    'HTTPS beside A',
    [set('Live', 'api.example.com')],
    [set('New', 'api.example.com', 'Type: HTTPS')],
    'high',
    /HTTPS records connect/,
  ],
  [
    'MX beside A',
    [set('Live', 'api.example.com')],
    [set('New', 'api.example.com', 'Type: MX')],
    'medium',
    /mail/,
  ],
  [
    'CAA beside A',
    [set('Live', 'api.example.com')],
    [set('New', 'api.example.com', 'Type: CAA')],
    'medium',
    /authorities/,
  ],
  [
    'TXT beside A',
    [set('Live', 'api.example.com')],
    [set('New', 'api.example.com', 'Type: TXT')],
    'safe',
    /^$/,
  ],
  [
    'A beside TXT',
    [set('Live', 'api.example.com', 'Type: TXT')],
    [set('New', 'api.example.com')],
    'safe',
    /^$/,
  ],
  [
    'CNAME beside A',
    [set('Live', 'api.example.com')],
    [set('New', 'api.example.com', 'Type: CNAME')],
    'high',
    /refuses/,
  ],
];

test.each(sameName)('a record beside live ones of its name: %s', (_, live, added, risk, words) => {
  expectAddition(live, added, risk, words);
});
