import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import { deployedMachines, loadDefinitions } from '../../lib/rehearsal/deployed-machines';
import { type RehearsalInput, rehearse } from '../../lib/rehearsal/rehearse';
import { checkScenario } from '../../lib/rehearsal/scenario';
import type { Release } from '../../lib/rehearsal/world/deployed-stack';
import { readDefinition } from '../../lib/workflow/definition';
import { valid } from '../../tools/golden/golden-files';
import { keptReleases, readRelease } from '../../tools/release-fixtures/release-files';

jest.setTimeout(120_000);

const text = readFileSync(join(__dirname, 'golden/plan-with-a-long-hold.yaml'), 'utf8');
const plan = valid(checkPlan(parse(text)));
const [older] = keptReleases() as [string];
const today: Release = { machines: deployedMachines() };

interface States {
  /** The names of the states that each execution entered. */
  readonly entered: Map<string, Set<string>>;
  readonly retries: string[];
}

async function run(faults: readonly object[], input: Partial<RehearsalInput> = {}, followUps: object[] = []) {
  const states: States = { entered: new Map(), retries: [] };
  const scenario = valid(checkScenario({ faults, followUpCutovers: followUps }));
  const { result } = await rehearse(
    {
      ...{ plan, scenario, scenarioName: 'upgrade' },
      machines: loadDefinitions(readRelease(older).definitions),
      next: today,
      ...input,
    },
    {
      trace: (_, event, arn) => {
        const name = arn.split(':').at(-1) as string;
        if (event.kind === 'entered') {
          states.entered.set(name, (states.entered.get(name) ?? new Set()).add(event.state));
        } else if (event.kind === 'retry') {
          states.retries.push(`${event.state} ${event.error}`);
        }
      },
    },
  );
  return { result, ...states };
}

/** Today's definitions with states under other names, so that a trace shows which ones an execution runs. */
const renamed: Release = {
  machines: loadDefinitions({
    cutover: readDefinition('cutover').text.replaceAll('"Soak"', '"SoakOfNext"'),
    revert: readDefinition('revert').text.replaceAll('"AwaitPropagation"', '"AwaitPropagationOfNext"'),
  }),
};

describe('an upgrade while a cutover runs', () => {
  test('leaves the execution on its definition, and gives the next one the new one', async () => {
    const faults = [
      { kind: 'upgrade', at: 400, forSeconds: 30 },
      { kind: 'operator', says: 'abort', reason: 'a wrong build', at: 1_000 },
    ];
    const { entered } = await run(faults, { next: renamed }, [{ at: 4_000 }]);
    expect(entered.get('rehearsal')).toContain('Soak');
    expect(entered.get('rehearsal')).not.toContain('SoakOfNext');
    expect(entered.get('rehearsal-2')).toContain('SoakOfNext');
    expect(entered.get('rehearsal-2')).not.toContain('Soak');
  });

  test('reverts a cutover of before with the revert machine of now', async () => {
    const faults = [
      { kind: 'upgrade', at: 400, forSeconds: 30 },
      { kind: 'stop-execution', at: 1_000 },
    ];
    const { result, entered } = await run(faults, { next: renamed });
    expect(result.outcome).toBe('reverted');
    const states = [...entered.values()].flatMap((names) => [...names]);
    expect(states).toContain('Soak');
    expect(states).toContain('AwaitPropagationOfNext');
  });

  test('makes invocations fail for a while, which are retried', async () => {
    // Each function is updated within 120 s, in which the stage is evaluated every 30 s.
    const { result, retries } = await run([{ kind: 'upgrade', at: 100, forSeconds: 120, failSeconds: 60 }]);
    expect(result.outcome).toBe('succeeded');
    expect(retries).toContain('EvaluateHealth Lambda.ServiceException');
  });

  test('at any moment, however long it takes, ends as without it', async () => {
    const moments = fc.record({
      at: fc.integer({ min: 0, max: 1_200 }),
      forSeconds: fc.integer({ min: 1, max: 300 }),
      failSeconds: fc.integer({ min: 0, max: 10 }),
    });
    const others = fc.constantFrom(
      ...([
        ['succeeded', []],
        ['reverted', [{ kind: 'stop-execution', at: 500 }]],
        ['reverted', [{ kind: 'alarm-fires', at: 900, forSeconds: 600 }]],
        ['reverted', [{ kind: 'errors', rate: 0.3, at: 420 }]],
      ] as const),
    );
    await fc.assert(
      fc.asyncProperty(moments, others, async (moment, [outcome, faults]) => {
        const { result } = await run([{ kind: 'upgrade', ...moment }, ...faults]);
        expect(result.outcome).toBe(outcome);
      }),
      { numRuns: 25 },
    );
  });
});

test.each([
  ['startedAt', 'beganAt'],
  ['since', 'countsFrom'],
])('a rehearsal finds steps that read %s of the state as %s', async (was, is) => {
  const next: Release = {
    ...today,
    tamper: (steps) => ({
      EvaluateHealth: (input) => {
        const { soakState, ...rest } = input as { soakState: Record<string, unknown> };
        return steps.EvaluateHealth({ ...rest, soakState: { ...soakState, [was]: soakState[is] } });
      },
    }),
  };
  const { result } = await run([{ kind: 'upgrade', at: 500, forSeconds: 10 }], { next });
  expect(result).toMatchObject({
    outcome: 'reverted',
    reason: expect.stringMatching(new RegExp(`another release of Cutover may have written it[^]*${was}`)),
  });
});

test('without an upgrade, the next release is not deployed', async () => {
  const next: Release = { ...renamed, tamper: () => ({ EvaluateHealth: () => Promise.reject(new Error()) }) };
  const { result } = await run([], { next });
  expect(result.outcome).toBe('succeeded');
});
