import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import { expectedOutcome } from '../../lib/rehearsal/expectation';
import { rehearse } from '../../lib/rehearsal/rehearse';
import { checkScenario } from '../../lib/rehearsal/scenario';
import { valid } from '../../tools/golden/golden-files';

const EXAMPLES = join(__dirname, '../../examples');
const GOLDEN = join(__dirname, 'golden');
const scenarios = readdirSync(join(EXAMPLES, 'scenarios')).map((file) => ({
  name: file.replace('.yaml', ''),
  scenario: valid(checkScenario(parse(readFileSync(join(EXAMPLES, 'scenarios', file), 'utf8')))),
}));

const began = [{ kind: 'fault-began' }] as const;
const fault = [{}];
const up = { direction: 'up' } as const;
const down = { direction: 'down' } as const;

test.each([
  ['the word of the scenario', { expect: 'reverted', faults: fault }, up, began, 'reverted'],
  [
    'the word for plans that move up',
    { expect: { up: 'reverted', down: 'succeeded' }, faults: fault },
    up,
    began,
    'reverted',
  ],
  [
    'the word for plans that move down',
    { expect: { up: 'reverted', down: 'succeeded' }, faults: fault },
    down,
    began,
    'succeeded',
  ],
  [
    'success where no fault began',
    { expect: 'reverted', faults: fault },
    up,
    [{ kind: 'shift' }],
    'succeeded',
  ],
  [
    'the word after an operator acted',
    { expect: 'reverted', faults: fault },
    up,
    [{ kind: 'operator' }],
    'reverted',
  ],
  [
    'the word where a gate of the plan fails, although no fault began',
    { expect: 'reverted', faults: fault, gates: { tests: [{ answer: 'pass' }, { answer: 'fail' }] } },
    { ...up, gates: [{ name: 'tests', at: 'soak' }] },
    [],
    'reverted',
  ],
  [
    'success where only a gate fails that the plan does not have',
    { expect: 'reverted', faults: [], gates: { tests: [{ answer: 'fail' }] } },
    { ...up, gates: [{ name: 'other', at: 'soak' }] },
    [],
    'succeeded',
  ],
  [
    'success where the gates pass and no fault began',
    { expect: 'reverted', faults: fault, gates: { tests: [{ answer: 'pass' }] } },
    { ...up, gates: [{ name: 'tests', at: 'soak' }] },
    [],
    'succeeded',
  ],
  ['the word of a scenario without faults', { expect: 'rejected', faults: [] }, up, [], 'rejected'],
  [
    'a revert where nobody approves',
    { expect: 'succeeded', faults: [] },
    up,
    [{ kind: 'approval', change: 'timed-out' }],
    'reverted',
  ],
  ['nothing of a scenario without a word', { faults: fault }, up, began, null],
] as const)('what is expected is %s', (_, scenario, plan, timeline, expected) => {
  expect(expectedOutcome(scenario, plan, timeline)).toBe(expected);
});

test('every built-in scenario says what it expects', () => {
  expect(scenarios.filter(({ scenario }) => scenario.expect === undefined)).toEqual([]);
});

describe.each([
  ['a plan that goes back from 100 %', join(GOLDEN, 'plan-that-undoes.yaml')],
  ['a plan that ends at a quarter', join(GOLDEN, 'plan-to-a-quarter.yaml')],
  ['a load balancer', join(EXAMPLES, 'alb.yaml')],
])('built-in scenarios end as they expect with %s', (_, file) => {
  const plan = valid(checkPlan(parse(readFileSync(file, 'utf8'))));

  test.each(scenarios)('$name', async ({ name, scenario }) => {
    const { result } = await rehearse({ plan, scenario, scenarioName: name });
    expect(result.outcome).toBe(expectedOutcome(scenario, plan, result.timeline));
  });
});

test.each([
  ['a word that is no outcome', 'fine'],
  ['one direction alone', { up: 'reverted' }],
  ['a list', ['reverted']],
])('a scenario may not expect %s', (_, value) => {
  expect(checkScenario({ expect: value })).toMatchObject({
    ok: false,
    problems: [{ path: expect.stringMatching(/^expect/) }],
  });
});
