import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import type { DnsLastDeployment } from '../../examples/dns-last/deployments';
import { rejectedOf } from '../../lambdas/core/stack-changes/stack-change';
import {
  type DnsLastStep,
  dnsLastAssembly,
  dnsLastChanges,
  dnsLastGolden,
  dnsLastMarkdown,
  dnsLastSteps,
} from '../../tools/golden/dns-last-example';

const [add, validate, records, removeRecord, removePath] = dnsLastSteps as [
  DnsLastStep,
  DnsLastStep,
  DnsLastStep,
  DnsLastStep,
  DnsLastStep,
];
const unaccepted = ({ from, to }: DnsLastStep): DnsLastStep => ({ from, to });

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
}

/** The resources of the API at a deployment. */
function resourcesAt(deployment: DnsLastDeployment): Readonly<Record<string, Resource>> {
  return new CloudAssembly(dnsLastAssembly(deployment)).getStackByName('Api').template.Resources;
}

/** The records at the production name, by logical id. */
function recordsAt(deployment: DnsLastDeployment): readonly (readonly [string, Resource])[] {
  return Object.entries(resourcesAt(deployment)).filter(
    ([, { Type, Properties }]) =>
      Type === 'AWS::Route53::RecordSet' && Properties.Name === 'api.example.com.',
  );
}

test.each(dnsLastSteps)('the diff of $to is the reviewed one', (step) => {
  expect(dnsLastMarkdown(step)).toBe(readFileSync(dnsLastGolden(step), 'utf8'));
});

test.each([add, validate, records])('$to only adds resources, and needs no allow file', (step) => {
  const { changes } = dnsLastChanges(step);
  expect(step.allow).toBeUndefined();
  expect(changes.length).toBeGreaterThan(1);
  expect(new Set(changes.map(({ action }) => action))).toEqual(new Set(['Add']));
  expect(rejectedOf(changes)).toEqual([]);
});

test('the production name is in no template before the cutover has ended', () => {
  expect((['exists', 'add', 'validate'] as const).flatMap(recordsAt)).toEqual([]);
});

test('records adds the pair as the cutover has left it, the one with the traffic last and retained', () => {
  expect(dnsLastChanges(records).changes).toHaveLength(2);
  const [[oldId, old] = [], [, fresh] = []] = recordsAt('records');
  const common = { Type: 'CNAME', TTL: '300' };
  expect(old?.Properties).toMatchObject({ ...common, SetIdentifier: 'old', Weight: 0 });
  expect(fresh?.Properties).toMatchObject({ ...common, SetIdentifier: 'new', Weight: 100 });
  expect(fresh).toMatchObject({ DependsOn: [oldId], DeletionPolicy: 'Retain' });
  // Else the deployment that removes it from the template would leave it in the zone.
  expect(old?.DeletionPolicy).not.toBe('Retain');
});

test('remove-record removes the old record, and touches nothing else', () => {
  const { changes } = dnsLastChanges(unaccepted(removeRecord));
  const touched = changes.filter(({ risk }) => risk !== 'safe');
  expect(touched).toMatchObject([{ action: 'Remove', path: 'Api/Records/OldCNAME/Resource' }]);
  expect(recordsAt('remove-record').map(([, { Properties }]) => Properties.SetIdentifier)).toEqual(['new']);
});

test('remove-path removes the old path alone, and keeps the record that serves', () => {
  const { changes } = dnsLastChanges(unaccepted(removePath));
  const removed = changes.filter(({ action }) => action === 'Remove');
  expect(removed.length).toBeGreaterThan(6);
  for (const { path } of removed) {
    expect(path).toMatch(/^Api\/OldPath\//);
  }
  expect(changes.filter(({ action }) => action !== 'Remove').map(({ logicalId }) => logicalId)).toEqual([
    'Outputs.OldLoadBalancer',
    'Outputs.OldTargetGroupArn',
  ]);
  expect(Object.keys(resourcesAt('remove-path')).filter((id) => id.startsWith('OldPath'))).toEqual([]);
  expect(recordsAt('remove-path')).toEqual(recordsAt('remove-record'));
});

test.each([removeRecord, removePath])('the allow file of $to accepts exactly its changes', (step) => {
  const { changes, unused } = dnsLastChanges(step);
  expect(rejectedOf(changes)).toEqual([]);
  expect(unused).toEqual([]);
});

test('neither path refers to a resource of the other', () => {
  const resources = Object.entries(resourcesAt('validate'));
  const idsOf = (start: string) => resources.map(([id]) => id).filter((id) => id.startsWith(start));
  const [old, fresh] = [idsOf('OldPath'), idsOf('NewPath')];
  expect([old.length, fresh.length]).toEqual([8, 8]);
  const textOf = (ids: readonly string[]) => JSON.stringify(ids.map((id) => resourcesAt('validate')[id]));
  expect(old.filter((id) => textOf(fresh).includes(`"${id}"`))).toEqual([]);
  expect(fresh.filter((id) => textOf(old).includes(`"${id}"`))).toEqual([]);
});
