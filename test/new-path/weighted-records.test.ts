import { describe, expect, test } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type IAliasRecordTarget, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { WeightedRecords, type WeightedRecordsProps } from '../../lib/new-path/weighted-records';
import { givenStack } from '../support/templates/new-path-stack';

const alias = (dnsName: string, evaluateTargetHealth?: boolean) => {
  const target: IAliasRecordTarget = {
    bind: () => ({
      hostedZoneId: 'ZALIAS',
      dnsName,
      ...(evaluateTargetHealth === undefined ? {} : { evaluateTargetHealth }),
    }),
  };
  return RecordTarget.fromAlias(target);
};
const old = alias('old.example.net');
const fresh = alias('new.example.net');

function make(props: Partial<WeightedRecordsProps>) {
  const { stack, zone } = givenStack();
  const records = new WeightedRecords(stack, 'Records', { zone, recordName: 'api.example.com', ...props });
  return { records, template: Template.fromStack(stack) };
}

/** The record sets as `type set identifier weight`. */
function weightsOf(template: Template): string[] {
  return Object.values(template.findResources('AWS::Route53::RecordSet'))
    .map(({ Properties: { Type, SetIdentifier, Weight } }) => `${Type} ${SetIdentifier} ${Weight}`)
    .sort();
}

test('all the weight is on the old record, and the new one says 0', () => {
  const { template } = make({ old, new: fresh });
  expect(weightsOf(template)).toEqual(['A new 0', 'A old 100']);
  template.hasResourceProperties('AWS::Route53::RecordSet', {
    HostedZoneId: 'Z0123456789ABCDEFGHIJ',
    Name: 'api.example.com.',
    SetIdentifier: 'new',
    Weight: 0,
    AliasTarget: { HostedZoneId: 'ZALIAS', DNSName: 'new.example.net' },
  });
});

test('each type has its pair', () => {
  const { template } = make({ old, new: fresh, recordTypes: ['A', 'AAAA'] });
  expect(weightsOf(template)).toEqual(['A new 0', 'A old 100', 'AAAA new 0', 'AAAA old 100']);
});

test('after the cutover all the weight is on the new record, and the old one can go', () => {
  expect(weightsOf(make({ old, new: fresh, serving: 'new' }).template)).toEqual(['A new 100', 'A old 0']);
  expect(weightsOf(make({ new: fresh, serving: 'new' }).template)).toEqual(['A new 100']);
});

test('the new record comes later, as an addition', () => {
  const before = make({ old }).template.findResources('AWS::Route53::RecordSet');
  const after = make({ old, new: fresh }).template.findResources('AWS::Route53::RecordSet');
  expect(Object.keys(before)).toHaveLength(1);
  expect(after).toMatchObject(before);
});

test('the set identifiers are those of the plan', () => {
  const { template } = make({ old, new: fresh, oldSetIdentifier: 'alb', newSetIdentifier: 'gateway' });
  expect(weightsOf(template)).toEqual(['A alb 100', 'A gateway 0']);
});

test('values have a TTL that a revert can wait for, aliases have none', () => {
  const { template } = make({ old: RecordTarget.fromIpAddresses('192.0.2.1'), new: fresh });
  const [values, aliased] = ['old', 'new'].map(
    (SetIdentifier) =>
      Object.values(template.findResources('AWS::Route53::RecordSet', { Properties: { SetIdentifier } }))[0]
        ?.Properties,
  );
  expect(values).toMatchObject({ TTL: '30', ResourceRecords: ['192.0.2.1'] });
  expect(aliased).not.toHaveProperty('TTL');
  const slow = make({ old: RecordTarget.fromIpAddresses('192.0.2.1'), ttl: Duration.seconds(60) }).template;
  slow.hasResourceProperties('AWS::Route53::RecordSet', { TTL: '60' });
});

test('each type may have its own values', () => {
  const values = {
    A: RecordTarget.fromIpAddresses('192.0.2.1'),
    AAAA: RecordTarget.fromIpAddresses('2001:db8::1'),
  };
  const { template } = make({ old: values, new: fresh, recordTypes: ['A', 'AAAA'] });
  for (const [Type, { values: ResourceRecords }] of Object.entries(values)) {
    template.hasResourceProperties('AWS::Route53::RecordSet', {
      Type,
      SetIdentifier: 'old',
      ResourceRecords,
    });
  }
});

test('the health check is on the new records alone', () => {
  const { template } = make({ old, new: fresh, newHealthCheckId: '1a2b', recordTypes: ['A', 'AAAA'] });
  const records = Object.values(template.findResources('AWS::Route53::RecordSet'));
  for (const { Properties } of records) {
    expect(Properties.HealthCheckId).toBe(Properties.SetIdentifier === 'new' ? '1a2b' : undefined);
  }
  expect(records).toHaveLength(4);
});

test('tells the workflow what it may shift', () => {
  expect(make({ old, recordTypes: ['A', 'AAAA'] }).records.route).toEqual({
    hostedZoneId: 'Z0123456789ABCDEFGHIJ',
    zoneName: 'example.com',
    recordNames: ['api.example.com'],
    recordTypes: ['A', 'AAAA'],
  });
});

describe('refuses', () => {
  const values = RecordTarget.fromIpAddresses('192.0.2.1');

  test.each<[string, Partial<WeightedRecordsProps>, string]>([
    ['no record at all', {}, 'serving is "old", and there is no old target'],
    ['the new record alone before the cutover', { new: fresh }, 'there is no old target'],
    ['the old record alone after it', { old, serving: 'new' }, 'there is no new target'],
    [
      'the same identifier twice',
      { old, new: fresh, newSetIdentifier: 'old' },
      'the same as oldSetIdentifier',
    ],
    ['an empty identifier', { old, oldSetIdentifier: '' }, 'oldSetIdentifier has 0 characters'],
    ['a long identifier', { old, newSetIdentifier: 'n'.repeat(129) }, 'newSetIdentifier has 129 characters'],
    ['a TTL of aliases', { old, new: fresh, ttl: Duration.seconds(60) }, 'ttl is given, but aliases have'],
    [
      'an old path that evaluates',
      { old: alias('o', true), new: fresh },
      "old evaluates its target's health",
    ],
    [
      'a health check without the new record',
      { old, newHealthCheckId: '1a2b' },
      'newHealthCheckId is given without new',
    ],
    [
      'a type without a target',
      { old: { A: values }, recordTypes: ['A', 'AAAA'] },
      'old has no target for AAAA',
    ],
    [
      'IPv4 values for IPv6',
      { old: values, recordTypes: ['A', 'AAAA'] },
      'old has the same values for A and AAAA',
    ],
    [
      'CNAME beside A',
      { old: { A: values, CNAME: values }, recordTypes: ['A', 'CNAME'] },
      'CNAME stands alone',
    ],
    ['a name of another zone', { old, recordName: 'api.example.org' }, 'is not in the zone example.com'],
  ])('%s', (_, props, problem) => {
    expect(() => make(props)).toThrow(problem);
  });

  test('with everything that is wrong, not the first of it', () => {
    const wrong = { newSetIdentifier: 'old', newHealthCheckId: '1a2b' };
    expect(() => make(wrong)).toThrow(/serving is "old".*\n.*newHealthCheckId.*\n.*newSetIdentifier/);
  });

  test('but a new path that evaluates its target', () => {
    expect(() => make({ old: alias('o', false), new: alias('n', true) })).not.toThrow();
  });
});
