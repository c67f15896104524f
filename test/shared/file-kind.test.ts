import { expect, test } from '@jest/globals';
import { milestonesSchema } from '../../lambdas/core/estimate/milestones';
import { planSchema } from '../../lambdas/core/plan/plan';
import { policySchema } from '../../lambdas/core/policy/policy';
import { deploymentSchema } from '../../lib/deployment/deployment-file';
import { scenarioSchema } from '../../lib/rehearsal/scenario';
import { FIELDS_OF_KIND } from '../../lib/shared/files/file-kind';

const schemas = {
  plan: planSchema,
  scenario: scenarioSchema,
  policy: policySchema,
  'milestone file': milestonesSchema,
  'deployment file': deploymentSchema,
} as const;
const kinds = Object.keys(schemas) as (keyof typeof schemas)[];

test.each(kinds)('the fields by which a %s is known are its own, and no other kind has them', (kind) => {
  const own = Object.keys(schemas[kind].entries);
  const others = kinds.filter((one) => one !== kind).flatMap((one) => Object.keys(schemas[one].entries));
  expect(FIELDS_OF_KIND[kind].filter((field) => !own.includes(field) || others.includes(field))).toEqual([]);
});
