import { describe, expect, test } from '@jest/globals';
import { deployedGateProblems, gateProblems } from '../../../lambdas/core/gates/gate-problems';
import { checkPlan } from '../../../lambdas/core/plan/plan-checks';
import { describeProblems } from '../../../lambdas/core/validation/problems';
import { type PlanInput, planInput, planOf } from '../../support/plans/plans';

type GateInput = NonNullable<PlanInput['gates']>[number];
const tests: GateInput = { name: 'contract-tests', at: 'before-traffic' };
const budget: GateInput = { name: 'error-budget', at: 'soak' };

const problemsOf = (...gates: GateInput[]) => {
  const checked = checkPlan(planInput({ gates }));
  return checked.ok ? '' : describeProblems(checked.problems);
};

describe('the gates of a plan', () => {
  test('may name one function at several times, and say how often in a soak', () => {
    const soak = { ...budget, everySeconds: 30, holdEverySeconds: 900, timeoutSeconds: 20 };
    expect(problemsOf(tests, { ...tests, at: 'each-stage' }, soak)).toBe('');
  });

  test.each<[string, GateInput[], RegExp]>([
    [
      'the same gate twice at one time',
      [tests, tests],
      /^gates\[1\]: is "contract-tests" at before-traffic again; remove it$/,
    ],
    [
      'an interval outside of soaks',
      [{ ...tests, everySeconds: 60 }],
      /^gates\[0\]\.everySeconds: is 60; must be left out with at: before-traffic/,
    ],
    [
      'an interval of the hold for a stage',
      [{ name: 'a', at: 'each-stage', holdEverySeconds: 60 }],
      /^gates\[0\]\.holdEverySeconds: is 60; must be left out with at: each-stage/,
    ],
    [
      'a name that no gate can have',
      [{ ...tests, name: 'a b' }],
      /^gates\[0\]\.name: is "a b"; must be the name of a gate/,
    ],
    [
      'a time that there is not',
      [{ ...tests, at: 'later' as 'soak' }],
      /^gates\[0\]\.at: is "later"; must be one of "before-traffic", "each-stage", "soak"$/,
    ],
    [
      'an interval of a second',
      [{ ...budget, everySeconds: 1 }],
      /^gates\[0\]\.everySeconds: is 1; must be a whole number from 10 to 86400/,
    ],
  ])('are refused with %s', (_, gates, message) => {
    expect(problemsOf(...gates)).toMatch(message);
  });

  test('are refused where they need too many history events, with the interval that fits', () => {
    const hold = { seconds: 2_000_000 };
    const checked = checkPlan(planInput({ hold, gates: [tests, budget] }));
    expect(checked.ok ? '' : describeProblems(checked.problems)).toMatch(
      /^gates\[1\]\.holdEverySeconds: is 600, so that .* may reach \d+ history events; must be at least \d+/,
    );
  });

  test('are refused where their time-outs make the cutover too long', () => {
    const gates: GateInput[] = [
      { ...tests, timeoutSeconds: 86_400 },
      { name: 'a', at: 'each-stage', timeoutSeconds: 86_400 },
    ];
    const checked = checkPlan(planInput({ hold: { seconds: 2_300_000, everySeconds: 3_600 }, gates }));
    expect(checked.ok ? '' : describeProblems(checked.problems)).toMatch(
      /^stages: take 2\d{6} s together with .*, the deployments, the gates and the waits for a comparison;/,
    );
  });

  test('have no problem where there are none', () => {
    expect(gateProblems({})).toEqual([]);
  });
});

describe('the gates of a deployment', () => {
  const plan = planOf({ gates: [tests, { ...budget }] });

  test('are those that a plan may name, and the message lists them', () => {
    expect(deployedGateProblems(plan, [{ name: 'error-budget' }, { name: 'other' }])).toEqual([
      {
        path: 'gates[0].name',
        message:
          'is "contract-tests"; must be one of the gates of the deployment (gates): error-budget, other',
      },
    ]);
    expect(deployedGateProblems(plan, []).map(({ message }) => message)).toEqual([
      'is "contract-tests"; must be one of the gates of the deployment (gates): none',
      'is "error-budget"; must be one of the gates of the deployment (gates): none',
    ]);
  });

  test('may ask the hosts that the deployment lets them ask', () => {
    const hosts = ['gw-*.example.com'];
    expect(deployedGateProblems(plan, [{ name: 'contract-tests', hosts }, { name: 'error-budget' }])).toEqual(
      [],
    );
  });

  test('may not be asked about another host', () => {
    const deployed = [{ name: 'contract-tests', hosts: ['gw-shop.example.com'] }, { name: 'error-budget' }];
    expect(deployedGateProblems(plan, deployed)).toEqual([
      {
        path: 'gates[0].name',
        message:
          'is "contract-tests", which the deployment lets ask gw-shop.example.com alone;' +
          ' must be a gate that may ask gw-api.example.com, the host of the smoke test',
      },
    ]);
    const elsewhere = planOf({
      gates: [tests],
      smokeTest: { ...plan.smokeTest, connectTo: 'other.example.net' },
    });
    expect(
      deployedGateProblems(elsewhere, [{ name: 'contract-tests', hosts: ['gw-*.example.com'] }]),
    ).toHaveLength(1);
  });

  test('do not matter to a plan without gates', () => {
    expect(deployedGateProblems(planOf(), [])).toEqual([]);
  });
});
