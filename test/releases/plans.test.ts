import { describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { undoPlan } from '../../lambdas/core/plan/undo';
import { planOfExecution } from '../../lib/operator/cutover-view';
import { type KeptPlan, readKeptPlan } from '../../tools/release-fixtures/plans';
import { keptReleases, readRelease } from '../../tools/release-fixtures/release-files';
import { lostFields } from '../support/releases/lost-fields';

/** What a plan of an earlier release does not mean any more, or why it is refused. */
function planProblems({ text, plan }: Pick<KeptPlan, 'text' | 'plan'>): readonly string[] {
  const read = readKeptPlan(text);
  return read.ok ? lostFields(plan, read.value) : read.problems.map(({ path }) => path);
}

describe.each(keptReleases())('the plans of %s', (name) => {
  const { plans, rehearsals } = readRelease(name);

  test.each(plans.map((kept) => [kept.file, kept] as const))('%s means the same', (_, kept) => {
    expect(planProblems(kept)).toEqual([]);
  });

  // The input of an execution, which the command line reads, and the state that its steps get.
  test.each(plans.map((kept) => [kept.file, kept] as const))(
    '%s as it was checked is read',
    (_, { plan }) => {
      expect(lostFields(plan, planOfExecution(plan))).toEqual([]);
      expect(planProblems({ text: stringify(plan), plan })).toEqual([]);
    },
  );

  test('what has moved up can be undone', () => {
    const undone = rehearsals
      .filter(({ plan, outcome }) => plan.direction === 'up' && outcome === 'succeeded')
      .map(({ plan }) =>
        readKeptPlan(stringify(undoPlan(plan, { baseUrl: plan.smokeTest.baseUrl, alarms: ['old-errors'] }))),
      );
    expect(undone.length).toBeGreaterThan(3);
    expect(undone.flatMap((one) => (one.ok ? [] : one.problems))).toEqual([]);
  });
});

describe('a planted change is found', () => {
  const [name] = keptReleases() as [string];
  const [kept] = readRelease(name).plans as [KeptPlan];

  test('a field that is no longer known', () => {
    expect(planProblems({ ...kept, text: `${kept.text}\nmovedBy: dns\n` })).toEqual(['movedBy']);
  });

  test('a default that has changed', () => {
    const plan = { ...kept.plan, health: { ...kept.plan.health, everySeconds: 61 } };
    expect(planProblems({ ...kept, plan })).toEqual(['health.everySeconds']);
  });

  test('a stage more', () => {
    const plan = { ...kept.plan, stages: kept.plan.stages.slice(1) };
    expect(planProblems({ ...kept, plan })).toContain('stages.length');
  });
});
