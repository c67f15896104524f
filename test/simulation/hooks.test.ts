import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { hookCases } from '../../lib/simulation/hooks/drawn-hook-cases';
import type { HookCase } from '../../lib/simulation/hooks/hook-case';
import { hookPlaces, requiredHookCoverage } from '../../lib/simulation/hooks/hook-coverage';
import { hookInvariants } from '../../lib/simulation/hooks/hook-invariants';
import type { HookMutant } from '../../lib/simulation/hooks/hook-mutant';
import { hookMutants } from '../../lib/simulation/hooks/hook-mutants';
import { runHook } from '../../lib/simulation/hooks/run-hook';
import { hookCaseText, readHookCase } from '../../lib/simulation/hooks/saved-hook-case';
import { checkHookCase } from '../../lib/simulation/hooks/simulate-hooks';
import { invariants } from '../../lib/simulation/invariants';

jest.setTimeout(300_000);

const drawn = fc.sample(hookCases, { seed: 1, numRuns: 1_500 });

/** What a case violates with a planted bug, each invariant once. */
async function violatedBy({ tamper }: HookMutant, one: HookCase): Promise<readonly string[]> {
  const { violations } = await checkHookCase(one, tamper);
  return [...new Set(violations.map(({ invariant }) => invariant))];
}

describe('deployment hooks', () => {
  test('of 200 random deployments violate no invariant', async () => {
    for (const one of drawn.slice(0, 200)) {
      const { violations } = await checkHookCase(one);
      expect({ one, violations }).toEqual({ one, violations: [] });
    }
  });

  test('name what a case was about, each once', () => {
    const required = requiredHookCoverage();
    const [one] = drawn;
    const places = hookPlaces(one as HookCase, 'ecs pass');
    expect(new Set(required).size).toBe(required.length);
    expect(new Set(places).size).toBe(places.length);
    expect(places).toContain('hook ecs pass');
  });

  test('give the same for the same case', async () => {
    for (const one of drawn.slice(0, 20)) {
      const texts = [await runHook(one), await runHook(one)].map((run) => JSON.stringify(run));
      expect(texts[0]).toBe(texts[1]);
    }
  });

  test('are the same after they were saved and read', () => {
    for (const hook of drawn.slice(0, 300)) {
      const saved = { violates: ['hook-wait-ends' as const], hook };
      expect(readHookCase('case.yaml', parse(hookCaseText(saved)))).toEqual(saved);
    }
    expect(() => readHookCase('case.yaml', { violates: [], hook: {} })).toThrow('case.yaml is not a case');
  });
});

describe('planted bugs of the hook', () => {
  test.each(Object.entries<HookMutant>(hookMutants))(
    '"%s" violates its invariant, and no other',
    async (_, mutant) => {
      let violated: readonly string[] = [];
      for (const one of drawn) {
        violated = await violatedBy(mutant, one);
        if (violated.join() === mutant.violates) {
          break;
        }
      }
      expect(violated).toEqual([mutant.violates]);
    },
  );

  test('violate each invariant', () => {
    const violated = new Set(Object.values<HookMutant>(hookMutants).map(({ violates }) => violates));
    expect(hookInvariants.map(({ id }) => id).filter((id) => !violated.has(id))).toEqual([]);
  });
});

test('the invariants of hooks are numbered after those of cutovers', () => {
  const all = [...invariants, ...hookInvariants];
  expect(all.map(({ number }) => number)).toEqual(all.map((_, i) => i + 1));
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
});
