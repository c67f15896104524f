import { Document } from 'yaml';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { checkPlan } from '../../../lambdas/core/plan/plan-checks';
import type { Checked } from '../../../lambdas/core/validation/problems';

/** What a first plan is made from. */
export interface DraftAnswers {
  readonly name: string;
  /** `router` of the plan. */
  readonly router: object;
  /** Whether records have a TTL that is lowered ahead. */
  readonly lowersTtl: boolean;
  readonly url: string;
  readonly checkPath: string;
  readonly alarms: readonly string[];
  readonly percents: readonly number[];
  readonly soakSeconds: number;
  readonly holdSeconds: number;
}

/** A plan as an operator would write it, without the fields that have a default. */
export function draftPlan(answers: DraftAnswers): object {
  const { name, router, lowersTtl, url, checkPath, alarms, percents, soakSeconds, holdSeconds } = answers;
  return {
    name,
    router,
    stages: percents.map((percent) => ({ percent, soakSeconds })),
    smokeTest: { baseUrl: url, checks: [{ path: checkPath }] },
    health: { alarms },
    ...(lowersTtl ? { ttl: {} } : {}),
    ...(holdSeconds === 0 ? {} : { hold: { seconds: holdSeconds } }),
  };
}

/** Checks a draft as every plan is. Any host of its smoke test is allowed: the deployment says which are. */
export function checkDraft(draft: object, url: string): Checked<Plan> {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return checkPlan(draft, host === '' ? undefined : [host]);
}

/** The text of the file: the plan, and what to do next. */
export function planFileText(draft: object, file: string): string {
  const document = new Document(draft);
  const named = file === '-' ? 'FILE' : file;
  document.commentBefore = [
    ' A first plan, made by cutover init. Next:',
    `   cutover plan ${named}        its stages, duration, revert time and cost, and what it lacks`,
    `   cutover rehearse ${named}    a whole cutover against a simulated AWS; also with --scenario all`,
    `   cutover check ${named}       the preflight now, with your credentials`,
    ' Every field: docs/reference/plan.md. To judge a stage by its requests, add health.minRequests.',
  ].join('\n');
  return document.toString();
}
