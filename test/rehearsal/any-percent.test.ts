import { describe, expect, jest, test } from '@jest/globals';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import { undoPlan } from '../../lambdas/core/plan/undo';
import { type RouterKind, routerKinds } from '../../lambdas/core/routers/router-schema';
import { rehearse } from '../../lib/rehearsal/rehearse';
import { checkScenario } from '../../lib/rehearsal/scenario';
import { InvariantChecker } from '../../lib/simulation/invariant-checker';
import { SOME_ROUTERS } from '../../lib/simulation/other-router';
import { valid } from '../../tools/golden/golden-files';

jest.setTimeout(600_000);

interface Way {
  readonly weights: { readonly old: number; readonly new: number };
  readonly percents: readonly number[];
}

/** Where a cutover begins, with the weights that stand there, and its stages. */
const ways = {
  'from 0 to 25': { weights: { old: 255, new: 0 }, percents: [10, 25] },
  'from 25 to 100': { weights: { old: 3, new: 1 }, percents: [60, 100] },
  'from 100 back to 0': { weights: { old: 0, new: 255 }, percents: [50, 0] },
} as const satisfies Record<string, Way>;

type Case = readonly [kind: RouterKind, name: string, way: Way];
const cases: readonly Case[] = routerKinds.flatMap((kind) =>
  Object.entries(ways).map(([name, way]): Case => [kind, name, way]),
);

function planOf(kind: RouterKind, { percents }: Way) {
  const raised = percents[0] !== undefined && percents[0] > (percents.at(-1) ?? 0) ? 'undo' : 'raise';
  const plan = {
    name: 'api',
    router: SOME_ROUTERS[kind],
    stages: (raised === 'undo' ? [50, 100] : percents).map((percent) => ({ percent, soakSeconds: 120 })),
    smokeTest: { baseUrl: 'https://gw-api.example.com', checks: [{ path: '/health' }] },
    health: { alarms: ['api-5xx'], everySeconds: 30 },
  };
  const checked = valid(checkPlan(plan));
  const choices = { baseUrl: 'https://gw-old.example.com', alarms: ['api-old-5xx'] };
  return raised === 'undo' ? valid(checkPlan(undoPlan(checked, choices))) : checked;
}

/** Rehearses with every invariant checked, and says how the route stood at the start and at the end. */
async function rehearsed([kind, , way]: Case, faults: readonly object[] = []) {
  const plan = planOf(kind, way);
  const scenario = valid(checkScenario({ world: { weights: way.weights }, faults }));
  let checker: InvariantChecker | undefined;
  let route: () => readonly { readonly all: string; readonly by: string }[] = () => [];
  const { result } = await rehearse(
    { plan, scenario, scenarioName: 'any-percent' },
    {
      world: (world) => {
        checker = new InvariantChecker(world, plan);
        route = () => world.split.history;
      },
      entry: (entry) => checker?.entry(entry),
      trace: (machine, event, execution) => checker?.trace(machine, event, execution),
    },
  );
  await checker?.finish(result);
  const history = route();
  return {
    outcome: result.outcome,
    percent: result.traffic.finalPercent,
    shifts: result.stages.map(({ percent }) => percent),
    isAsBefore: history.at(-1)?.all === history[0]?.all,
    reason: result.reason,
    violations: checker?.violations ?? [],
  };
}

/** When the route has the percent of the first stage, whichever way it goes there. */
const atFirstStage = ({ percents: [first = 0, last = 0] }: Way) =>
  last > first ? { whenPercentAtLeast: first } : { whenPercentAtMost: first };
const startOf = ({ weights }: Way) => (100 * weights.new) / (weights.old + weights.new);

const shiftFails = (more: object) => ({
  ...{ kind: 'task-fails', task: 'ShiftTraffic', error: 'Lambda.Unknown', times: 1, at: 0 },
  ...more,
});

describe.each(cases)('with a router of the kind %s, %s', (...one) => {
  const [kind, , way] = one;
  const begins = atFirstStage(way);
  const last = way.percents.at(-1);

  test('a healthy cutover ends at its last percent', async () => {
    const result = await rehearsed(one);
    expect(result).toMatchObject({
      ...{ outcome: 'succeeded', percent: last, shifts: way.percents, violations: [] },
      reason: expect.stringContaining(last === 100 ? 'can go' : `the old path serves ${100 - (last ?? 0)} %`),
    });
  });

  test.each<[string, readonly object[]]>([
    ['a step crashes after it has shifted', [shiftFails({ afterEffect: true })]],
    ['a step crashes before it shifts', [shiftFails({})]],
    [
      'every API throttles for a while',
      ['route53', 'cloudfront-keyvaluestore', 'elbv2', 'cloudwatch', 'dynamodb'].map((api) => ({
        kind: 'throttle',
        api,
        at: 100,
        forSeconds: 40,
      })),
    ],
    [
      'an operator pauses and resumes',
      [
        { kind: 'operator', says: 'pause', at: 60 },
        { kind: 'operator', says: 'resume', at: 400 },
      ],
    ],
  ])('where %s, it ends at its last percent all the same', async (_, faults) => {
    expect(await rehearsed(one, faults)).toMatchObject({
      ...{ outcome: 'succeeded', percent: last, shifts: way.percents, violations: [] },
    });
  });

  test.each<[string, readonly object[]]>([
    ['an alarm fires midway', [{ kind: 'alarm-fires', ...begins }]],
    [
      'the path that gains fails midway',
      [{ kind: 'errors', path: 'whenPercentAtMost' in begins ? 'old' : 'new', rate: 0.5, ...begins }],
    ],
    ['an operator stops the execution', [{ kind: 'stop-execution', at: 200 }]],
    ['an operator aborts', [{ kind: 'operator', says: 'abort', at: 200 }]],
    [
      'the execution is redriven after its revert',
      [
        { kind: 'stop-execution', at: 200 },
        { kind: 'redrive', at: 900 },
      ],
    ],
  ])('where %s, everything is back as it was, weights and all', async (_, faults) => {
    expect(await rehearsed(one, faults)).toMatchObject({
      ...{ outcome: 'reverted', percent: startOf(way), isAsBefore: true, violations: [] },
    });
  });

  test('where the execution is redriven while its revert runs, everything is back', async () => {
    const faults = [
      { kind: 'stop-execution', at: 200 },
      { kind: 'redrive', at: 201 },
    ];
    const { percent, isAsBefore, violations } = await rehearsed(one, faults);
    expect({ percent, isAsBefore, violations }).toEqual({
      ...{ percent: startOf(way), isAsBefore: true, violations: [] },
    });
  });

  test('where somebody changes the route, nothing goes on, and what is ours is put back', async () => {
    const faults = [{ kind: 'record-changed', weights: { old: 70, new: 30 }, at: 150 }];
    const result = await rehearsed(one, faults);
    expect(result).toMatchObject({ outcome: 'reverted', isAsBefore: true, violations: [] });
    expect(result.reason).toContain('changed by someone else');
    expect(result.shifts).toEqual(way.percents.slice(0, 1));
  });

  test('where the route is at the last percent already, nothing moves, and no remedy moves it', async () => {
    const there = { weights: { old: 100 - (last ?? 0), new: last ?? 0 }, percents: way.percents };
    const result = await rehearsed([kind, '', there]);
    expect(result).toMatchObject({ outcome: 'rejected', percent: last, shifts: [], isAsBefore: true });
    expect(result.reason).toContain('there is nothing to do');
    expect(result.reason).not.toMatch(/set the weights|put the value/);
  });
});
