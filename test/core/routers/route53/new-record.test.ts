import { expect, test } from '@jest/globals';
import { newRecordOf } from '../../../../lambdas/core/routers/route53/new-record';
import { planOf } from '../../../support/plans/plans';

const { router } = planOf();
const old = { Name: 'api.example.com.', SetIdentifier: 'old', Weight: 100 };
const fresh = { ...old, SetIdentifier: 'new', Weight: 0 };
const targetsIn = (...records: object[]) => newRecordOf(router, JSON.stringify(records)).targets;

test('names the host of each alias, and no target of the old records', () => {
  const alias = (DNSName: string) => ({ AliasTarget: { DNSName, HostedZoneId: 'Z1' } });
  expect(
    newRecordOf(
      router,
      JSON.stringify([
        { ...old, Type: 'A', ...alias('old.example.net.') },
        { ...fresh, Type: 'A', ...alias('New.example.net.') },
        { ...fresh, Type: 'AAAA', ...alias('new.example.net.') },
      ]),
    ),
  ).toEqual({
    name: 'api.example.com',
    targets: [
      { type: 'A', host: 'new.example.net' },
      { type: 'AAAA', host: 'new.example.net' },
    ],
  });
});

test('names every value', () => {
  const values = (...all: string[]) => ({ TTL: 60, ResourceRecords: all.map((Value) => ({ Value })) });
  expect(
    targetsIn(
      { ...fresh, Type: 'A', ...values('192.0.2.1', '203.0.113.66') },
      { ...fresh, Type: 'AAAA', ...values('2001:DB8::1') },
    ),
  ).toEqual([
    { type: 'A', host: '192.0.2.1' },
    { type: 'A', host: '203.0.113.66' },
    { type: 'AAAA', host: '2001:db8::1' },
  ]);
  expect(targetsIn({ ...fresh, Type: 'CNAME', ...values('new.example.net.') })).toEqual([
    { type: 'CNAME', host: 'new.example.net' },
  ]);
});

test('names nothing where the record leads nowhere', () => {
  expect(targetsIn({ ...fresh, Type: 'A', AliasTarget: {} }, { ...fresh, Type: 'AAAA' })).toEqual([]);
});

test('names the hosts and addresses of HTTPS and SVCB records, each as a client reaches it', () => {
  const values = (Type: string, ...list: string[]) => ({
    ...{ ...fresh, Type },
    ResourceRecords: list.map((Value) => ({ Value })),
  });
  const alias = { AliasTarget: { DNSName: 'D1.cloudfront.net.', HostedZoneId: 'Z2FDTNDATAQYW2' } };
  expect(
    targetsIn(
      values('HTTPS', '1 . alpn="h2" ipv4hint=192.0.2.2 ipv6hint=2001:DB8::2', '2 New.example.net. alpn=h2'),
      values('SVCB', '1 new.example.net.'),
    ),
  ).toEqual([
    { type: 'A', host: '192.0.2.2' },
    { type: 'AAAA', host: '2001:db8::2' },
    { type: 'CNAME', host: 'new.example.net' },
  ]);
  expect(targetsIn({ ...fresh, Type: 'HTTPS', ...alias })).toEqual([
    { type: 'CNAME', host: 'd1.cloudfront.net' },
  ]);
  expect(targetsIn({ ...fresh, Type: 'HTTPS' })).toEqual([]);
});
