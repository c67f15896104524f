import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import type { Plan } from '../../lambdas/core/plan/plan';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';

const ROOT = join(__dirname, '../..');

/** A plan as a team wrote it, and as the release read it. */
export interface KeptPlan {
  readonly file: string;
  readonly text: string;
  readonly plan: Plan;
}

/** The plans of the examples and of the golden rehearsals which this code accepts. */
export function currentPlans(): readonly KeptPlan[] {
  return ['examples', 'test/rehearsal/golden'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.yaml') && !/\bnode_modules\b|cdk\.out/.test(file))
      .sort()
      .flatMap((name): KeptPlan[] => {
        const file = relative(ROOT, join(ROOT, folder, name));
        const text = readFileSync(join(ROOT, file), 'utf8');
        const checked = readKeptPlan(text);
        return checked.ok ? [{ file, text, plan: checked.value }] : [];
      }),
  );
}

/** Reads a plan as a deployment does that allows every host, because the hosts are an option of it. */
export function readKeptPlan(text: string) {
  return checkPlan(parse(text), ['*.example.com', '*.example.org', '*.execute-api.us-east-1.amazonaws.com']);
}
