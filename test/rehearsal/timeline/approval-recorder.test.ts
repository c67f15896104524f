import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { SoakDecision } from '../../../lambdas/core/health/soak';
import { checkPlan } from '../../../lambdas/core/plan/plan-checks';
import { causesOf } from '../../../lib/rehearsal/causes';
import { rehearse } from '../../../lib/rehearsal/rehearse';
import { checkScenario } from '../../../lib/rehearsal/scenario';
import { ApprovalRecorder } from '../../../lib/rehearsal/timeline/approval-recorder';
import { valid } from '../../../tools/golden/golden-files';

const GOLDEN = join(__dirname, '../golden');
const planOf = (name: string) =>
  valid(checkPlan(parse(readFileSync(join(GOLDEN, `plan-with-${name}.yaml`), 'utf8'))));

/** The approvals, and the operators' actions, of a rehearsal, without their times. */
async function course(planName: string, faults: readonly object[], followUpCutovers: readonly object[] = []) {
  const plan = planOf(planName);
  const scenario = valid(checkScenario({ faults, followUpCutovers }));
  const { result } = await rehearse({ plan, scenario, scenarioName: 'approvals' });
  const approvals = result.timeline.filter(({ kind }) => kind === 'approval');
  return { result, approvals: approvals.map(({ at: _, ...entry }) => entry) };
}

const ADA = 'arn:aws:iam::000000000000:user/ada';
const BEN = 'arn:aws:iam::000000000000:user/ben';
const approve = (by: string, at: number) => ({ kind: 'operator', says: 'approve', reason: 'go', by, at });
const awaited = { kind: 'approval', percent: 20, change: 'awaited', persons: 1, seconds: 1200 };

describe('an approval is in the timeline', () => {
  test('when it is waited for, and when it is given', async () => {
    const { result, approvals } = await course('approval', [approve('ada', 900)]);
    expect(approvals).toEqual([awaited, { kind: 'approval', percent: 20, change: 'given', by: ADA }]);
    expect(result.outcome).toBe('succeeded');
  });

  test('when it is given before it is waited for', async () => {
    const { approvals } = await course('approval', [approve('ada', 300)]);
    expect(approvals).toEqual([{ kind: 'approval', percent: 20, change: 'given', by: ADA }]);
  });

  test('when it is not given in time', async () => {
    const { result, approvals } = await course('approval', []);
    expect(approvals).toEqual([
      awaited,
      { kind: 'approval', percent: 20, change: 'timed-out', seconds: 1200 },
    ]);
    expect(result.outcome).toBe('reverted');
  });

  test('and not as timed out when something else ends the wait', async () => {
    const abort = { kind: 'operator', says: 'abort', reason: 'wrong build', at: 900 };
    expect((await course('approval', [abort])).approvals).toEqual([awaited]);
    const alarm = { kind: 'alarm-fires', at: 900 };
    expect((await course('approval', [alarm])).approvals).toEqual([awaited]);
  });

  test('with everybody who gave it, where several must', async () => {
    const { approvals } = await course('two-approvals', [approve('ada', 600), approve('ben', 900)]);
    expect(approvals).toEqual([
      { ...awaited, persons: 2 },
      { kind: 'approval', percent: 20, change: 'given', by: `${ADA}, ${BEN}` },
    ]);
  });

  test('of a follow-up cutover by its own plan', async () => {
    const abort = { kind: 'operator', says: 'abort', reason: 'wrong build', at: 100 };
    const { approvals } = await course('approval', [abort], [{ at: 1_000 }]);
    expect(approvals).toEqual([
      { ...awaited, cutover: 2 },
      { kind: 'approval', percent: 20, change: 'timed-out', seconds: 1200, cutover: 2 },
    ]);
  });
});

test('a wait is not an event while the plan is not known', () => {
  const recorder = new ApprovalRecorder({ plan: () => undefined, seconds: () => 0, secondsOf: () => 0 });
  const decision = { soakState: { stage: 0, deployment: null } } as SoakDecision;
  expect(recorder.evaluated(decision)).toBeNull();
});

describe('what caused a revert', () => {
  test('is the fault, and not an approval before it', async () => {
    const errors = { kind: 'errors', rate: 1, whenPercentAtLeast: 100 };
    const { result } = await course('approval', [approve('ada', 300), errors]);
    const { firstFaultAt, operatorAt } = causesOf(result);
    expect(operatorAt).toBeNull();
    expect(firstFaultAt).toBeGreaterThan(300);
    expect(result.revert?.faultAt).toBe(firstFaultAt);
  });

  test.each(['abort', 'revert'])('is an operator who said %s', async (says) => {
    const { result } = await course('approval', [{ kind: 'operator', says, reason: 'wrong build', at: 200 }]);
    expect(causesOf(result)).toEqual({ firstFaultAt: null, operatorAt: 200 });
  });
});
