import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { rejectedOf } from '../../lambdas/core/stack-changes/stack-change';
import { diffCommand } from '../../lib/cli/commands/diff';
import {
  assemblyOf,
  type ExampleStep,
  exampleFile,
  goldenOf,
  judgementOf,
  markdownOf,
  steps,
} from '../../tools/golden/additive-example';

type Five = [ExampleStep, ExampleStep, ExampleStep, ExampleStep, ExampleStep];
const [add, validate, cutOver, removeRecord, decommission] = steps as Five;
const unaccepted = ({ from, to }: ExampleStep): ExampleStep => ({ from, to });

test.each(steps)('the diff of $to is the reviewed one', (step) => {
  expect(markdownOf(step)).toBe(readFileSync(goldenOf(step), 'utf8'));
});

test.each([add, validate])('$to only adds resources, and needs no allow file', (step) => {
  const { changes } = judgementOf(step);
  expect(step.allow).toBeUndefined();
  expect(changes.length).toBeGreaterThan(5);
  expect(new Set(changes.map(({ action }) => action))).toEqual(new Set(['Add']));
});

test.each([add, validate])('reverting the code of $to removes exactly what it added', (step) => {
  const added = judgementOf(step).changes.map(({ logicalId }) => logicalId);
  const reverted = judgementOf({ from: step.to, to: step.from }).changes;
  const resources = reverted.filter(({ type }) => type !== 'Output');
  expect(new Set(resources.map(({ action }) => action))).toEqual(new Set(['Remove']));
  expect(resources.map(({ logicalId }) => logicalId).sort()).toEqual([...added].sort());
});

test('cut-over modifies only the weights of the two records, in place', () => {
  const { changes } = judgementOf(unaccepted(cutOver));
  expect(changes).toHaveLength(2);
  for (const change of changes) {
    expect(change).toMatchObject({
      type: 'AWS::Route53::RecordSet',
      action: 'Modify',
      replacement: 'never',
      causes: ['Weight'],
      // It would write the template's weights over live ones that differ.
      risk: 'high',
    });
  }
});

test('remove-record removes the record of weight 0 alone, and reverting it is an addition', () => {
  const { changes } = judgementOf(unaccepted(removeRecord));
  expect(changes).toMatchObject([
    {
      path: 'Api/Records/OldA/Resource',
      action: 'Remove',
      type: 'AWS::Route53::RecordSet',
      risk: 'critical',
    },
  ]);
  const reverted = judgementOf({ from: removeRecord.to, to: removeRecord.from }).changes;
  expect(reverted).toMatchObject([{ path: 'Api/Records/OldA/Resource', action: 'Add' }]);
});

test('decommission removes the old path, with critical risk', () => {
  const rejected = rejectedOf(judgementOf(unaccepted(decommission)).changes);
  const removed = rejected.filter(({ action }) => action === 'Remove');
  expect(removed.length).toBe(7);
  expect(new Set(removed.map(({ risk }) => risk))).toEqual(new Set(['critical']));
  expect(rejected.filter(({ action }) => action !== 'Remove').map(({ logicalId }) => logicalId)).toEqual([
    'Outputs.OldTargetGroupArn',
  ]);
  for (const { path } of removed) {
    expect(path).not.toContain('NewPath/Internal');
  }
});

test.each([cutOver, removeRecord, decommission])(
  'the allow file of $to accepts exactly its changes',
  (step) => {
    const { changes, unused } = judgementOf(step);
    expect(rejectedOf(changes)).toEqual([]);
    expect(unused).toEqual([]);
  },
);

describe('registering the existing service', () => {
  const step: ExampleStep = { from: 'exists', to: 'add', allow: 'existing-service.allow.yaml' };

  test('modifies only that service, in place, and otherwise adds resources', () => {
    const changed = judgementOf(unaccepted(step), 'existing-service').changes.filter(
      (one) => one.action !== 'Add',
    );
    expect(changed).toMatchObject([
      {
        path: 'Api/Tasks/Service/Service',
        action: 'Modify',
        replacement: 'never',
        causes: expect.arrayContaining(['LoadBalancers']),
        risk: 'medium',
      },
    ]);
  });

  test('is accepted by existing-service.allow.yaml', () => {
    const { changes, unused } = judgementOf(step, 'existing-service');
    expect(rejectedOf(changes)).toEqual([]);
    expect(unused).toEqual([]);
  });
});

test.each([
  ['add', add, undefined, 0],
  ['decommission', decommission, undefined, 2],
  ['decommission', decommission, exampleFile('decommission.allow.yaml'), 0],
])('cutover diff has the right exit code for %s', async (_, { from, to }, allow, code) => {
  const terminal = { out: () => undefined, err: () => undefined, columns: 120 };
  const outside = {
    changeSets: () => {
      throw new Error('the command must not read change sets from AWS');
    },
    clock: { now: () => Date.parse('2026-11-21T12:00:00Z') },
  };
  const options = allow === undefined ? {} : { allow };
  expect(await diffCommand([assemblyOf(from), assemblyOf(to)], options, terminal, outside)).toBe(code);
});
