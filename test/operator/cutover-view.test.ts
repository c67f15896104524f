import { describe, expect, test } from '@jest/globals';
import { cutoverHistory } from '../../lib/operator/history';
import { phaseOfState } from '../../lib/operator/phase';
import { deployedMachines, FORWARD_ARN } from '../../lib/rehearsal/deployed-machines';
import { checkScenario } from '../../lib/rehearsal/scenario';
import { goldenInput, goldens } from '../../tools/golden/golden-files';
import { observedRehearsal } from '../support/operator/observed-rehearsal';
import { planOf } from '../support/plans/plans';

const scenarioOf = (faults: readonly object[]) => {
  const checked = checkScenario({ faults });
  if (!checked.ok) {
    throw new Error(JSON.stringify(checked.problems));
  }
  return checked.value;
};

describe('a cutover as somebody on shift sees it', () => {
  test('every state of the machine has a phase', () => {
    const states = Object.keys(deployedMachines().get(FORWARD_ARN)?.States ?? {});
    expect(states.filter((state) => phaseOfState(state) === undefined)).toEqual([]);
  });

  test('an approval is waited for, with who may give it and until when', async () => {
    const plan = planOf({
      stages: [
        {
          percent: 10,
          soakSeconds: 300,
          approval: { timeoutSeconds: 3_600, by: ['arn:aws:iam::*:user/ada'] },
        },
        { percent: 100, soakSeconds: 60 },
      ],
      hold: { seconds: 600, everySeconds: 60 },
    });
    const approve = { kind: 'operator', says: 'approve', by: 'ada', reason: 'looks good', at: 900 };
    const scenario = scenarioOf([approve]);
    const { views, last } = await observedRehearsal({ plan, scenario, scenarioName: 'test' }, 20);
    const phases = views.map(({ phase }) => phase);
    const distinct = phases.filter((phase, i) => phase !== phases[i - 1]);
    expect(distinct.slice(0, 3)).toEqual(['propagating', 'soaking', 'waiting-for-approval']);
    expect(distinct.slice(-3)).toEqual(['propagating', 'soaking', 'holding']);
    const waiting = views.find(({ phase }) => phase === 'waiting-for-approval');
    expect(waiting).toMatchObject({
      ...{ percent: 10, stage: 1, verdict: 'pass', secondsLeft: 0, locked: true },
      approval: {
        ...{ atPercent: 10, missing: 1, by: ['arn:aws:iam::*:user/ada'], given: [] },
        until: '2026-01-05T01:06:41.025Z',
      },
      reason: 'waiting for an approval since 2026-01-05T00:06:41.025Z; 1 of 1 alarms are OK',
    });
    expect(waiting?.stages.map(({ state }) => state)).toEqual(['current', 'next']);
    expect(last.view).toMatchObject({ phase: 'succeeded', percent: 100, stage: null, locked: false });
    expect(cutoverHistory(last).map(({ source, kind, what }) => `${source} ${kind}: ${what}`)).toContain(
      'command approve: approve at 10 %',
    );
  });

  test('what is left of a soak and the next evaluation are those that happen', async () => {
    const plan = planOf({
      stages: [
        { percent: 10, soakSeconds: 300 },
        { percent: 100, soakSeconds: 60 },
      ],
    });
    const { views } = await observedRehearsal({ plan, scenario: scenarioOf([]), scenarioName: 'test' }, 7);
    const soaking = views.filter(({ phase, stage }) => phase === 'soaking' && stage === 1);
    const [first, second] = soaking;
    expect((first?.secondsLeft ?? 0) - (second?.secondsLeft ?? 0)).toBe(7);
    const next = soaking.flatMap(({ nextEvaluationAt }) => nextEvaluationAt ?? []);
    expect(new Set(next).size).toBeGreaterThan(4);
  });

  test('a pause shows who asked for it, beside what goes on', async () => {
    const pause = { kind: 'operator', says: 'pause', by: 'ada', reason: 'incident', at: 300 };
    const resume = { kind: 'operator', says: 'resume', by: 'ada', reason: 'over', at: 1_800 };
    const input = { plan: planOf(), scenario: scenarioOf([pause, resume]), scenarioName: 'test' };
    const { views } = await observedRehearsal(input, 60);
    const paused = views.filter((view) => view.paused !== null);
    expect(paused[0]).toMatchObject({
      phase: 'soaking',
      paused: { by: 'arn:aws:iam::000000000000:user/ada', reason: 'incident' },
    });
    expect(paused.length).toBe(25);
  });

  const SAMPLE = [
    ...['aborted-before-the-first-shift', 'aborted-while-operate-is-killed', 'aborted-in-the-hold'],
    ...['both-prepared-and-deploying-when-stopped', 'preflight-crashes'],
    ...['alarm-fires-in-the-hold', 'approval-never-comes', 'evaluation-crashes', 'guards-are-down'],
    ...['healthy', 'two-persons-approve', 'paused-before-the-first-shift', 'lock-cannot-be-released'],
    ...['ledger-stays-down', 'revert-cannot-start-nor-say-so', 'revert-fails', 'revert-stays-pending'],
    ...['reverted-by-hand', 'reverted-twice-at-once', 'stopped-before-anything-moved'],
    ...['stopped-with-a-shift-that-landed-unseen', 'prepared-then-stopped-in-the-lead', 'smoke-fails'],
  ];
  test.each(
    goldens()
      .filter(({ name }) => SAMPLE.includes(name))
      .map((golden) => [golden.name, golden] as const),
  )('the end is that of the rehearsal: %s', async (_, golden) => {
    const { result, last } = await observedRehearsal(goldenInput(golden), 600);
    const { phase } = last.view;
    expect(phase === 'stopped' ? 'rejected' : phase).toBe(result.outcome);
  });
});
