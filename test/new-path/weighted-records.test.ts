import { describe, expect, test } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type IAliasRecordTarget, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { WeightedRecords, type WeightedRecordsProps } from '../../lib/new-path/weighted-records';
import { newPathStack } from '../support/templates/new-path-stack';

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
  const { stack, zone } = newPathStack();
  const records = new WeightedRecords(stack, 'Records', { zone, recordName: 'api.example.com', ...props });
  return { records, template: Template.fromStack(stack) };
}

/** The record sets as `type set identifier weight`. */
function weightsOf(template: Template): string[] {
  return Object.values(template.findResources('AWS::Route53::RecordSet'))
    .map(({ Properties: { Type, SetIdentifier, Weight } }) => `${Type} ${SetIdentifier} ${Weight}`)
    .sort();
}

test('the old record has all the weight, and the new record has weight 0', () => {
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

test('each record type has an old and a new record', () => {
  const { template } = make({ old, new: fresh, recordTypes: ['A', 'AAAA'] });
  expect(weightsOf(template)).toEqual(['A new 0', 'A old 100', 'AAAA new 0', 'AAAA old 100']);
});

test('with serving new, the new record has all the weight, and the old record can be left out', () => {
  expect(weightsOf(make({ old, new: fresh, serving: 'new' }).template)).toEqual(['A new 100', 'A old 0']);
  expect(weightsOf(make({ new: fresh, serving: 'new' }).template)).toEqual(['A new 100']);
});

test('adding the new record later does not change the old record', () => {
  const before = make({ old }).template.findResources('AWS::Route53::RecordSet');
  const after = make({ old, new: fresh }).template.findResources('AWS::Route53::RecordSet');
  expect(Object.keys(before)).toHaveLength(1);
  expect(after).toMatchObject(before);
});

test('with old elsewhere, only the new record is created, at weight 0 and later at 100', () => {
  const made = make({ old: 'elsewhere', new: fresh });
  expect(weightsOf(made.template)).toEqual(['A new 0']);
  expect(made.records.route.recordNames).toEqual(['api.example.com']);
  const after = make({ old: 'elsewhere', new: fresh, serving: 'new' });
  expect(weightsOf(after.template)).toEqual(['A new 100']);
});

test('old elsewhere without new is refused, because it would create nothing', () => {
  expect(() => make({ old: 'elsewhere' })).toThrow('old: is "elsewhere" without new');
});

test('the set identifiers can be chosen', () => {
  const { template } = make({ old, new: fresh, oldSetIdentifier: 'alb', newSetIdentifier: 'gateway' });
  expect(weightsOf(template)).toEqual(['A alb 100', 'A gateway 0']);
});

test('records with values have a TTL of 30 s or a chosen one, and aliases have none', () => {
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

test('each record type can have its own values', () => {
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

test('only new records have the health check', () => {
  const { template } = make({ old, new: fresh, newHealthCheckId: '1a2b', recordTypes: ['A', 'AAAA'] });
  const records = Object.values(template.findResources('AWS::Route53::RecordSet'));
  for (const { Properties } of records) {
    expect(Properties.HealthCheckId).toBe(Properties.SetIdentifier === 'new' ? '1a2b' : undefined);
  }
  expect(records).toHaveLength(4);
});

test('route has the zone, name and types for the props of the workflow', () => {
  expect(make({ old, recordTypes: ['A', 'AAAA'] }).records.route).toEqual({
    hostedZoneId: 'Z0123456789ABCDEFGHIJ',
    zoneName: 'example.com',
    recordNames: ['api.example.com'],
    recordTypes: ['A', 'AAAA'],
  });
});

describe('WeightedRecords refuses', () => {
  const values = RecordTarget.fromIpAddresses('192.0.2.1');

  test.each<[string, Partial<WeightedRecordsProps>, string]>([
    ['neither an old nor a new target', {}, 'serving: is "old", but there is no old target'],
    ['only the new target before the cutover', { new: fresh }, 'there is no old target'],
    ['only the old target after the cutover', { old, serving: 'new' }, 'there is no new target'],
    [
      'the same set identifier twice',
      { old, new: fresh, newSetIdentifier: 'old' },
      'newSetIdentifier: is "old", the same as oldSetIdentifier',
    ],
    ['an empty set identifier', { old, oldSetIdentifier: '' }, 'oldSetIdentifier: has 0 characters'],
    [
      'a set identifier of 129 characters',
      { old, newSetIdentifier: 'n'.repeat(129) },
      'newSetIdentifier: has 129 characters',
    ],
    ['a TTL for aliases', { old, new: fresh, ttl: Duration.seconds(60) }, 'ttl: is given, but aliases have'],
    [
      'an old alias that evaluates the health of its target',
      { old: alias('o', true), new: fresh },
      "old: evaluates its target's health",
    ],
    [
      'a health check without a new target',
      { old, newHealthCheckId: '1a2b' },
      'newHealthCheckId: is given without new',
    ],
    [
      'a record type without a target',
      { old: { A: values }, recordTypes: ['A', 'AAAA'] },
      'old: has no target for AAAA',
    ],
    [
      'the same values for A and AAAA',
      { old: values, recordTypes: ['A', 'AAAA'] },
      'old: has the same values for A and AAAA',
    ],
    [
      'CNAME together with A',
      { old: { A: values, CNAME: values }, recordTypes: ['A', 'CNAME'] },
      'recordTypes: is A and CNAME; CNAME must be alone',
    ],
    ['a name in another zone', { old, recordName: 'api.example.org' }, 'is not in the zone example.com'],
  ])('%s', (_, props, problem) => {
    expect(() => make(props)).toThrow(problem);
  });

  test('several invalid props, all in one error', () => {
    const wrong = { newSetIdentifier: 'old', newHealthCheckId: '1a2b' };
    expect(() => make(wrong)).toThrow(/serving: is "old".*\nnewHealthCheckId: .*\nnewSetIdentifier: /);
  });
});

test('accepts a new alias that evaluates the health of its target', () => {
  expect(() => make({ old: alias('o', false), new: alias('n', true) })).not.toThrow();
});
