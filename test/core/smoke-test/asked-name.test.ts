import { describe, expect, test } from '@jest/globals';
import { checkPlan } from '../../../lambdas/core/plan/plan-checks';
import { askedName, askedNameProblems } from '../../../lambdas/core/smoke-test/asked-name';
import { planInput, planOf } from '../../support/plans/plans';
import { keyValueStore } from '../../support/plans/routers';

const { router } = planOf();
const wildcard = { ...router, recordName: '*.example.com' };
const of = (at: typeof router | ReturnType<typeof keyValueStore>, productionName?: string) => ({
  ...{ router: at },
  smokeTest: productionName === undefined ? {} : { productionName },
});
const must = 'must be a name that the record *.example.com answers for, such as www.example.com';

describe('the name for which clients ask', () => {
  test('is that of the record, or for a wildcard the one of the plan', () => {
    expect(askedName(of(router))).toBe('api.example.com');
    expect(askedName(of(wildcard, 'www.example.com'))).toBe('www.example.com');
    expect(askedName(of(keyValueStore()))).toBeNull();
  });

  test.each([
    ['a record', of(router), []],
    ['a key value store', of(keyValueStore()), []],
    ['a wildcard with a name below it', of(wildcard, 'www.example.com'), []],
    ['a wildcard with a deeper name, for which it answers too', of(wildcard, 'a.b.example.com'), []],
    ['a wildcard without a name', of(wildcard), [`is missing; ${must}`]],
    ['a wildcard with another name', of(wildcard, 'www.example.net'), [`is "www.example.net"; ${must}`]],
    ['a wildcard with its parent', of(wildcard, 'example.com'), [`is "example.com"; ${must}`]],
    [
      'a record with a name',
      of(router, 'www.example.com'),
      ['is "www.example.com"; must be left out: only a wildcard record needs it'],
    ],
  ])('has these problems: %s', (_, plan, messages) => {
    expect(askedNameProblems(plan)).toEqual(
      messages.map((message) => ({ path: 'smokeTest.productionName', message })),
    );
  });

  test('is checked with the plan', () => {
    expect(checkPlan(planInput({ router: wildcard }))).toMatchObject({
      problems: [{ path: 'smokeTest.productionName', message: `is missing; ${must}` }],
    });
  });
});
