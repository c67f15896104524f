import { describe, expect, test } from '@jest/globals';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import type { CutoverWorkflowProps } from '../../lib/workflow/cutover-workflow';
import { resourceOf, templateOf } from '../support/templates/synth';

const variableOf = (template: ReturnType<typeof templateOf>) =>
  resourceOf(template, 'AWS::Lambda::Function', 'SmokeTestFunction').Properties.Environment?.Variables
    ?.ALLOWED_PRIVATE_NETWORKS;

test('the smoke test gets the private networks, and none by default', () => {
  const allowedPrivateNetworks = [{ cidr: '10.1.0.0/16' }, { cidr: 'fd12::/48', ports: [8443] }];
  expect(variableOf(templateOf({ allowedPrivateNetworks }))).toBe(JSON.stringify(allowedPrivateNetworks));
  expect(variableOf(templateOf())).toBe('[]');
});

test('a network may be known at deployment only', () => {
  const template = templateOf((scope) => ({
    allowedPrivateNetworks: [{ cidr: new Vpc(scope, 'Vpc').vpcCidrBlock }],
  }));
  expect(JSON.stringify(variableOf(template))).toContain('cidr');
});

describe('a private network is refused at synth', () => {
  test.each([
    ['10.1.0.0', null],
    ['172.31.0.0/16', null],
    ['192.168.0.0/16', null],
    ['100.64.0.0/10', null],
    ['fd12:3456::/32', null],
    ['169.254.169.254', 'has addresses of link-local, 169.254.0.0/16'],
    ['169.254.0.0/16', 'has addresses of link-local'],
    ['127.0.0.1/32', 'has addresses of loopback, 127.0.0.0/8'],
    ['0.0.0.0/0', 'has addresses of "this network"'],
    ['128.0.0.0/1', 'has addresses of link-local'],
    ['239.0.0.0/8', 'has addresses of multicast'],
    ['255.255.255.255', 'has addresses of reserved'],
    ['fd00:ec2::254', 'has addresses of the services of an EC2 instance, fd00:ec2::/32'],
    ['fd00::/8', 'has addresses of the services of an EC2 instance'],
    ['fe80::/64', 'has addresses of link-local, fe80::/10'],
    ['::1', 'has addresses of loopback, ::1/128'],
    ['::/0', 'has addresses of loopback'],
    ['ff02::/16', 'has addresses of multicast'],
    ['8.8.8.0/24', 'must be a network in one of 10.0.0.0/8'],
    ['2606:4700::/32', 'must be a network in one of'],
    ['::ffff:10.0.0.0/104', 'must be a network in one of'],
    ['::ffff:127.0.0.0/104', 'must be a network in one of'],
    ['64:ff9b::/96', 'must be a network in one of'],
    ['10.1.0.1/16', 'must be an IP address, or a range that begins with its first address'],
    ['vpc', 'must be an IP address'],
  ])('%s: %s', (cidr, message) => {
    const make = () => templateOf({ allowedPrivateNetworks: [{ cidr }] });
    if (message === null) {
      expect(make).not.toThrow();
    } else {
      expect(make).toThrow(`allowedPrivateNetworks[0].cidr: is "${cidr}"`);
      expect(make).toThrow(message);
    }
  });

  test.each([
    [[], 'allowedPrivateNetworks[0].ports: is an empty list'],
    [[0], 'allowedPrivateNetworks[0].ports[0]: is 0; must be a whole number from 1 to 65535'],
    [[443, 443.5], 'allowedPrivateNetworks[0].ports[1]: is 443.5'],
  ])('with the ports %j', (ports, message) => {
    expect(() => templateOf({ allowedPrivateNetworks: [{ cidr: '10.0.0.0/8', ports }] })).toThrow(message);
  });

  test('in a list of more than 20', () => {
    const allowedPrivateNetworks = Array.from({ length: 21 }, (_, i) => ({ cidr: `10.${i}.0.0/16` }));
    expect(() => templateOf({ allowedPrivateNetworks })).toThrow(
      'must be a list of 0 to 20 private networks',
    );
  });
});

test('the flag that the list replaces is refused, with the new prop', () => {
  const props = { allowPrivateAddresses: true } as Partial<CutoverWorkflowProps>;
  expect(() => templateOf(props)).toThrow(
    'allowPrivateAddresses: was replaced; use allowedPrivateNetworks, a list',
  );
});
