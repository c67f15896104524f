import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { checkPlan } from '../../../lambdas/core/plan/plan-checks';
import { rehearse } from '../../../lib/rehearsal/rehearse';
import { checkScenario } from '../../../lib/rehearsal/scenario';
import { valid } from '../../../tools/golden/golden-files';

const plan = valid(checkPlan(parse(readFileSync(join(__dirname, '../golden/plan.yaml'), 'utf8'))));
const run = async (faults: object[], more: object = {}) => {
  const scenario = valid(checkScenario({ faults, ...more }));
  const { result } = await rehearse({ plan, scenario, scenarioName: 'operators' });
  return result;
};

describe('a command of an operator', () => {
  test('to a cutover that is being reverted, or has ended, does no harm', async () => {
    const { outcome } = await run([
      { kind: 'stop-execution', at: 100 },
      { kind: 'stuck-pending', at: 0, forSeconds: 300 },
      { kind: 'operator', says: 'abort', at: 0 },
      { kind: 'revert-started', at: 60 },
      { kind: 'operator', says: 'resume', at: 400 },
    ]);
    expect(outcome).toBe('reverted');
  });

  test('before any shift does no harm', async () => {
    const { outcome } = await run([
      { kind: 'alarm-missing', at: 0 },
      { kind: 'operator', says: 'abort', whenPercentAtLeast: 0 },
    ]);
    expect(outcome).toBe('rejected');
  });

  test('to a cutover that does not hold the lock is refused, and the timeline says so', async () => {
    const { timeline } = await run(
      [
        { kind: 'record-changed', ttlSeconds: 60, at: 0 },
        { kind: 'route-locked', at: 0 },
        { kind: 'operator', says: 'abort', at: 1 },
        { kind: 'stop-execution', at: 0 },
      ],
      { followUpCutovers: [{ at: 2 }] },
    );
    expect(timeline).toContainEqual(
      expect.objectContaining({
        kind: 'operator-refused',
        action: 'abort',
        reason: expect.stringContaining('does not hold the lock'),
      }),
    );
  });
});

test('operators’ actions are entries of their own kind, and other faults are faults', async () => {
  const { timeline, revert } = await run([
    { kind: 'operator', says: 'pause', reason: 'lunch', at: 60, forSeconds: 10 },
    { kind: 'slow-api', api: 'acm', seconds: 1, at: 70, forSeconds: 10 },
    { kind: 'stop-execution', at: 90 },
  ]);
  const caused = timeline.filter(({ kind }) => /^(operator|fault)/.test(kind));
  expect(caused).toEqual([
    { at: 60, kind: 'operator', index: 0, action: 'pause', reason: 'lunch' },
    { at: 70, kind: 'fault-began', index: 1, fault: 'slow-api' },
    { at: 80, kind: 'fault-ended', index: 1, fault: 'slow-api' },
    { at: 90, kind: 'operator', index: 2, action: 'stop-execution', reason: null },
  ]);
  expect(revert?.faultAt).toBe(70);
});
