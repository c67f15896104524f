import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import type { UpgradeDeployment } from '../../examples/infrastructure-upgrade/deployments';
import { rejectedOf } from '../../lambdas/core/stack-changes/stack-change';
import {
  type UpgradeStep,
  upgradeAssembly,
  upgradeChanges,
  upgradeGolden,
  upgradeMarkdown,
  upgradeSteps,
} from '../../tools/golden/upgrade-example';

const [add, validate, cutOver, decommission] = upgradeSteps as [
  UpgradeStep,
  UpgradeStep,
  UpgradeStep,
  UpgradeStep,
];
const unaccepted = ({ from, to }: UpgradeStep): UpgradeStep => ({ from, to });

/** The resources of the API at a deployment. */
function resourcesAt(deployment: UpgradeDeployment): Record<string, { readonly Type: string }> {
  return new CloudAssembly(upgradeAssembly(deployment)).getStackByName('Api').template.Resources;
}

test.each(upgradeSteps)('the diff of $to is the reviewed one', (step) => {
  expect(upgradeMarkdown(step)).toBe(readFileSync(upgradeGolden(step), 'utf8'));
});

test.each([add, validate])('$to only adds resources, and needs no allow file', (step) => {
  const { changes } = upgradeChanges(step);
  expect(step.allow).toBeUndefined();
  expect(changes.length).toBeGreaterThan(10);
  expect(new Set(changes.map(({ action }) => action))).toEqual(new Set(['Add']));
});

test.each([add, validate])('reverting the code of $to removes exactly what it added', (step) => {
  const added = upgradeChanges(step).changes.map(({ logicalId }) => logicalId);
  const reverted = upgradeChanges({ from: step.to, to: step.from }).changes;
  const resources = reverted.filter(({ type }) => type !== 'Output');
  expect(new Set(resources.map(({ action }) => action))).toEqual(new Set(['Remove']));
  expect(resources.map(({ logicalId }) => logicalId).sort()).toEqual([...added].sort());
});

test('blue and green share nothing that the example creates', () => {
  const resources = Object.entries(resourcesAt('validate'));
  const idsOf = (part: RegExp) => resources.map(([id]) => id).filter((id) => part.test(id));
  const [blue, green] = [idsOf(/Blue|RecordsOld/), idsOf(/Green|RecordsNew/)];
  expect(blue.length).toBeGreaterThan(12);
  expect(green.length).toBeGreaterThan(12);
  const textOf = (ids: readonly string[]) => JSON.stringify(ids.map((id) => resourcesAt('validate')[id]));
  expect(blue.filter((id) => textOf(green).includes(`"${id}"`))).toEqual([]);
  expect(green.filter((id) => textOf(blue).includes(`"${id}"`))).toEqual([]);
});

test('cut-over modifies only the weights of the two records, in place', () => {
  const { changes } = upgradeChanges(unaccepted(cutOver));
  expect(changes).toHaveLength(2);
  for (const change of changes) {
    const record = { type: 'AWS::Route53::RecordSet', action: 'Modify', replacement: 'never' };
    expect(change).toMatchObject({ ...record, causes: ['Weight'] });
  }
});

test('decommission removes blue alone, and changes nothing of green, whose settings are given now', () => {
  const { changes } = upgradeChanges(unaccepted(decommission));
  const removed = changes.filter(({ action }) => action === 'Remove');
  expect(removed.length).toBe(14);
  for (const { path } of removed) {
    expect(path).toMatch(/Blue|Records\/OldA/);
  }
  expect(changes.filter(({ action }) => action !== 'Remove').map(({ logicalId }) => logicalId)).toEqual([
    'Outputs.OldAutoScalingGroupName',
    'Outputs.OldTargetGroupArn',
  ]);
  const left = Object.keys(resourcesAt('decommission'));
  expect(left.filter((id) => id.includes('Blue'))).toEqual([]);
});

test.each([cutOver, decommission])('the allow file of $to accepts exactly its changes', (step) => {
  const { changes, unused } = upgradeChanges(step);
  expect(rejectedOf(changes)).toEqual([]);
  expect(unused).toEqual([]);
});
