import { describe, expect, test } from '@jest/globals';
import { Fn, Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { commandPartition } from '../../../lambdas/core/shared/command-partition';
import { ledgerStatements } from '../../../lib/workflow/iam/ledger-statements';
import { normalizeRoutes } from '../../../lib/workflow/routers/routes';
import { isAllowed, isAllowedTo, type RawStatement } from '../../support/iam/evaluate';
import { appWithoutBundles, route, routes, templateOf } from '../../support/templates/synth';

const key = 'route53/Z0123456789ABCDEFGHIJ/api.example.com';
const leading = (...partitions: readonly string[]) => ({ 'dynamodb:LeadingKeys': partitions });
const tableIn = (template: Template) => {
  const [id] = Object.keys(template.findResources('AWS::DynamoDB::GlobalTable'));
  return { 'Fn::GetAtt': [id, 'Arn'] };
};

describe('the partitions that a function may touch', () => {
  test('are those of the routes of every kind', () => {
    const listener =
      'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/api/0123456789abcdef/0011223344556677';
    const keyValueStoreArn =
      'arn:aws:cloudfront::111122223333:key-value-store/0a1b2c3d-0000-1111-2222-333344445555';
    const template = templateOf({
      routes: [
        ...routes,
        { kind: 'alb', listenerArns: [listener] },
        { kind: 'cloudfront-kvs', keyValueStoreArn, keys: ['split'] },
      ],
    });
    const allowed = (partition: string) =>
      isAllowed(template, 'ShiftTraffic', 'dynamodb:UpdateItem', tableIn(template), leading(partition));
    expect([key, `alb/${listener}`, `cloudfront-kvs/${keyValueStoreArn}/split`].map(allowed)).toEqual([
      true,
      true,
      true,
    ]);
    expect([`alb/${listener}x`, `cloudfront-kvs/${keyValueStoreArn}/other`, 'lock'].map(allowed)).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('follow a zone whose id is known only at deployment', () => {
    const template = templateOf({ routes: [{ ...route, hostedZoneId: Fn.importValue('zone-id') }] });
    const statements = Object.values(template.findResources('AWS::IAM::Policy')).flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    );
    const partitions = statements.flatMap(
      ({ Condition }) => Condition?.['ForAllValues:StringEquals']?.['dynamodb:LeadingKeys'] ?? [],
    );
    expect(partitions.length).toBeGreaterThan(0);
    for (const partition of partitions) {
      expect(partition['Fn::Join'][1]).toEqual([
        expect.stringMatching(/^(commands#)?route53\/$/),
        { 'Fn::ImportValue': 'zone-id' },
        '/api.example.com',
      ]);
    }
  });

  test('fit into the policies of a role with as many routes as a deployment can have', () => {
    const recordNames = Array.from({ length: 60 }, (_, i) => `n${i}.example.com`);
    const template = templateOf({ routes: [{ ...route, recordNames }] });
    const all = Object.values<{ Type: string; Properties: { PolicyDocument: unknown; Roles: unknown[] } }>(
      template.toJSON().Resources,
    );
    const inline = new Map<string, number>();
    for (const { Type, Properties } of all) {
      const size = () => JSON.stringify(Properties.PolicyDocument).length;
      if (Type === 'AWS::IAM::ManagedPolicy') {
        // IAM and AWS STS quotas: characters of a customer managed policy, without white space.
        expect(size()).toBeLessThanOrEqual(6_144);
      } else if (Type === 'AWS::IAM::Policy') {
        const role = JSON.stringify(Properties.Roles);
        inline.set(role, (inline.get(role) ?? 0) + size());
      }
    }
    // The same: characters of all inline policies of a role together.
    expect(Math.max(...inline.values())).toBeLessThanOrEqual(10_240);
    const last = `route53/Z0123456789ABCDEFGHIJ/${recordNames.at(-1)}`;
    for (const [action, partition] of [
      ['dynamodb:UpdateItem', last],
      ['dynamodb:ConditionCheckItem', commandPartition(last)],
    ] as const) {
      expect(isAllowed(template, 'ShiftTraffic', action, tableIn(template), leading(partition))).toBe(true);
    }
  });
});

describe('the permission to send commands', () => {
  const stack = new Stack(appWithoutBundles(), 'Stack');
  const tableArn = 'arn:aws:dynamodb:eu-west-1:111122223333:table/ledger';
  const statements: RawStatement[] = ledgerStatements['send-commands']({
    ledger: { tableArn, tableName: 'ledger' },
    routes: normalizeRoutes(routes),
  }).map((one) => stack.resolve(one.toStatementJson()));
  const allowed = (partition: string) =>
    ['GetItem', 'Query', 'ConditionCheckItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Scan'].filter((name) =>
      isAllowedTo(statements, `dynamodb:${name}`, tableArn, leading(partition)),
    );

  test('writes the commands to its routes, and only reads the routes', () => {
    expect(allowed(commandPartition(key))).toEqual(['GetItem', 'PutItem', 'UpdateItem']);
    expect(allowed(key)).toEqual(['GetItem', 'ConditionCheckItem']);
  });

  test('is for no route of another deployment', () => {
    const other = 'route53/Z0123456789ABCDEFGHIJ/www.example.com';
    expect(allowed(commandPartition(other))).toEqual([]);
    expect(allowed(other)).toEqual([]);
    expect(allowed(commandPartition(commandPartition(key)))).toEqual([]);
  });
});
