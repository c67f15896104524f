import { describe, expect, test } from '@jest/globals';
import { hostsIn, normalHost } from '../../../lambdas/core/shared/host-names';

describe('a host name', () => {
  test.each([
    ['API.Example.com.', 'api.example.com'],
    ['dualstack.Old-123.eu-west-1.elb.amazonaws.com.', 'old-123.eu-west-1.elb.amazonaws.com'],
    ['old.dualstack.example.com', 'old.dualstack.example.com'],
    ['\\052.example.com.', '*.example.com'],
    ['192.0.2.1', '192.0.2.1'],
    ['2001:0DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['not:an:address:zz', 'not:an:address:zz'],
  ])('%s is normalized to %s', (host, normal) => {
    expect(normalHost(host)).toBe(normal);
    expect(normalHost(normal)).toBe(normal);
  });
});

describe('the value of a record', () => {
  test.each([
    ['192.0.2.1', ['192.0.2.1']],
    ['Old.Example.com.', ['old.example.com']],
    ['10 mail.example.com.', ['10', 'mail.example.com']],
    [
      '1 . alpn="h2" ipv4hint=192.0.2.1,192.0.2.2',
      ['1', '', 'alpn', 'h2', 'ipv4hint', '192.0.2.1', '192.0.2.2'],
    ],
    ['old.example.com/a:b', ['old.example.com/a:b']],
    ['ip4:192.0.2.1:a:b', ['192.0.2.1:a:b']],
    ['"v=spf1 ip4:192.0.2.1 -a:old.example.com -all"', ['v', 'spf1', '192.0.2.1', 'old.example.com', '-all']],
  ])('%s has its hosts found', (value, hosts) => {
    expect(hostsIn(value)).toEqual(hosts);
  });
});
