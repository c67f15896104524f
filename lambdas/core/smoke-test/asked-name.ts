import type { SmokeTest } from '../plan/smoke-test';
import { publicName } from '../routers/route';
import type { Router } from '../routers/router-schema';
import type { Problem } from '../validation/problems';

/** The parts of a plan that say for which name clients ask. */
export interface NameOfPlan {
  readonly router: Router;
  readonly smokeTest: Pick<SmokeTest, 'productionName'>;
}

/**
 * The name for which clients ask, and under which the smoke test asks the targets of the new record: that of
 * the router or, for a wildcard, the name below it that the plan gives. Null when the router moves no name.
 */
export function askedName({ router, smokeTest }: NameOfPlan): string | null {
  return smokeTest.productionName ?? publicName(router);
}

/** Problems of `smokeTest.productionName`: a wildcard is no host that can be asked for. */
export function askedNameProblems({ router, smokeTest }: NameOfPlan): Problem[] {
  const { productionName } = smokeTest;
  const name = publicName(router);
  const isWildcard = name?.startsWith('*.') === true;
  const problem = (message: string) => [{ path: 'smokeTest.productionName', message }];
  if (!isWildcard) {
    const instead = 'must be left out: only a wildcard record needs it';
    return productionName === undefined ? [] : problem(`is "${productionName}"; ${instead}`);
  }
  const must = `must be a name that the record ${name} answers for, such as www${name?.slice(1)}`;
  if (productionName === undefined) {
    return problem(`is missing; ${must}`);
  }
  return productionName.endsWith(String(name?.slice(1))) ? [] : problem(`is "${productionName}"; ${must}`);
}
