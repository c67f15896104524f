import * as v from 'valibot';
import { ttlSchema } from '../record-preparation/preparation-schema';
import { type Router, routerSchema } from '../routers/router-schema';
import { allowedChanges } from '../stack-changes/allowed-changes';
import { listOf, numberBetween, seconds, text, textLike, wholeNumber } from '../validation/fields';
import { decommissionSchema } from './decommission';
import { type Deploy, deploySchema } from './deploy';
import { healthSchema } from './health';
import { overlapSchema } from './overlap';
import { targetGroups } from './plan-fields';
import { rampSchema } from './ramp';
import { smokeTestSchema } from './smoke-test';

const stageSchema = v.strictObject({
  percent: wholeNumber(0, 100, 'share of traffic on the new path'),
  /** Deployed by CodeDeploy, and finished, before the stage shifts anything. */
  deploy: v.optional(deploySchema),
  soakSeconds: seconds(0, 'watched once the shift has taken effect'),
  /** After the soak an operator must approve before it goes on; it is watched meanwhile. */
  approval: v.optional(
    v.strictObject({ timeoutSeconds: seconds(1, 'after the soak without an approval, then it reverts') }),
  ),
});

/** The stages of a plan, in their order. */
export const stagesSchema = listOf(stageSchema, 1, 50, 'stages');

const stackWord = /^[A-Za-z][A-Za-z0-9-]{0,127}$/;

/** A deployment that is prepared and may only add, as long as what else it does is not accepted. */
const changeSetSchema = v.strictObject({
  stackName: textLike(stackWord, 'must be the name of a stack, in the region of the deployed workflow'),
  changeSetName: textLike(stackWord, 'must be the name of a change set of that stack'),
  allow: v.optional(allowedChanges, []),
});

const preflightSchema = v.strictObject({
  certificateArn: v.optional(
    textLike(
      /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/.+$/,
      'must be the ARN of an ACM certificate, such as arn:aws:acm:eu-west-1:111122223333:certificate/…',
    ),
  ),
  certificateDaysLeft: v.optional(numberBetween(0, 395, 'days the certificate must still be valid'), 14),
  targetGroupArns: v.optional(targetGroups, []),
  /** Of the old path. A revert never goes back to a path with no healthy target while the new one has some. */
  oldTargetGroupArns: v.optional(targetGroups, []),
  changeSets: v.optional(listOf(changeSetSchema, 0, 20, 'change sets'), []),
  maxTtlSeconds: v.optional(seconds(0, 'the highest TTL of a non-alias record'), 60),
});

const holdSchema = v.strictObject({
  seconds: seconds(0, 'the old path is kept at 100 % on the new one'),
  everySeconds: v.optional(
    seconds(1, 'between two looks during the hold; alarms do not wait for them'),
    3_600,
  ),
});

/** The plan's shape. What no single field can tell is in `plan-checks.ts`. */
export const planSchema = v.strictObject({
  $schema: v.optional(text(2048, 'the address of a JSON Schema')),
  name: textLike(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
    'must be a name of 1 to 64 letters, digits, "-" and "_"',
  ),
  router: routerSchema,
  /** Either these or a ramp. */
  stages: v.optional(stagesSchema),
  ramp: v.optional(rampSchema),
  smokeTest: smokeTestSchema,
  health: healthSchema,
  preflight: v.optional(preflightSchema, {}),
  /** Non-alias records above this are lowered ahead of the first shift, and put back in the end. */
  ttl: v.optional(ttlSchema),
  hold: v.optional(holdSchema),
  decommission: v.optional(decommissionSchema),
  overlap: v.optional(overlapSchema),
});

/** A plan as its schema leaves it. */
export type PlanShape = v.InferOutput<typeof planSchema>;
/** A checked plan with every default filled in, and with stages in the place of a ramp. Checking it again changes nothing. */
export type Plan = Omit<PlanShape, 'stages' | 'ramp'> & {
  readonly stages: v.InferOutput<typeof stagesSchema>;
};
export type { Router };
/** `{ percent, soakSeconds }`. */
export type Stage = Plan['stages'][number];

/**
 * A stage of the plan by its index.
 * @throws RangeError when the plan has no such stage: nothing is moved or passed on a guess
 */
export function stageOf(plan: Plan, stage: number): Stage {
  const found = plan.stages[stage];
  if (found === undefined) {
    throw new RangeError(`the plan has ${plan.stages.length} stages, there is no stage ${stage}`);
  }
  return found;
}

/**
 * What a stage deploys.
 * @throws RangeError when it deploys nothing, or when there is no such stage
 */
export function deployOf(plan: Plan, stage: number): Deploy {
  const { deploy } = stageOf(plan, stage);
  if (deploy === undefined) {
    throw new RangeError(`stage ${stage} of the plan deploys nothing`);
  }
  return deploy;
}
