import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RouterKind } from '../../lambdas/core/routers/router-schema';
import { simulatedRouters } from '../../lib/rehearsal/routers/registry';
import { cases } from '../../lib/simulation/cases';
import { mutants } from '../../lib/simulation/mutants/registry';
import { caseText, readCase } from '../../lib/simulation/saved-case';
import { checkCase, simulate } from '../../lib/simulation/simulate';

const kinds = Object.keys(simulatedRouters) as RouterKind[];
const NAME = 'case.yaml';

describe('a saved case', () => {
  test('is read as it was drawn', () => {
    fc.assert(
      fc.property(cases, (drawn) => {
        const saved = { violates: ['raise-after-pass'], mutant: 'skip the fence', ...drawn } as const;
        expect(readCase(NAME, caseText(saved))).toEqual(saved);
      }),
      { numRuns: 200 },
    );
  });

  test.each(kinds)(
    'gives the same violations and outcome as the case that was found, for %s',
    async (router) => {
      const tamper = mutants['raise on inconclusive'];
      const found = await simulate({ runs: 50, seed: 1, shrink: false, router, tamper });
      if (found === null) {
        throw new Error(`no case of ${router} shows the planted bug`);
      }
      expect(found.found.plan.router.kind).toBe(router);
      const saved = readCase(NAME, caseText({ violates: [], ...found.found }));
      const checked = await checkCase(saved, tamper);
      expect(checked).toEqual(await checkCase(found.found, tamper));
      expect(checked.violations).toEqual(found.violations);
      expect((await checkCase(saved)).violations).toEqual([]);
    },
  );

  test.each([
    ['plan: [', 'case.yaml is not YAML: '],
    ['', 'case.yaml is not a case:\n'],
    ['violates: []', 'the plan of case.yaml is not valid:\n'],
    ['violates: [no-such-rule]', 'violates[0]: is "no-such-rule"; must be the name of an invariant of docs/'],
    ['cases: []', 'cases: '],
    ['plan: { name: x }', 'the plan of case.yaml is not valid:\n'],
  ])('that is %j is refused by name', (text, message) => {
    expect(() => readCase(NAME, text)).toThrow(message);
  });
});
