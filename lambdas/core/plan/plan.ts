import * as v from 'valibot';
import { gatesSchema } from '../gates/gate';
import { acceptableFindings } from '../preflight/finding';
import { ttlSchema } from '../record-preparation/preparation-schema';
import { type Router, routerSchema } from '../routers/router-schema';
import { allowedChanges } from '../stack-changes/allowed-changes';
import { listOf, numberBetween, oneOf, seconds, text, textLike } from '../validation/fields';
import { changeCalendarsSchema } from './change-calendars';
import { decommissionSchema } from './decommission';
import { directionSchema } from './direction';
import { healthSchema } from './health';
import { autoScalingGroupsSchema } from './instances';
import { overlapSchema } from './overlap';
import { targetGroups } from './plan-fields';
import { rampSchema } from './ramp';
import { remainingTrafficSchema } from './remaining-traffic';
import { smokeTestSchema } from './smoke-test';
import { type Stages, stagesSchema } from './stages';

const stackName = /^[A-Za-z][A-Za-z0-9-]{0,127}$/;

/** A change set that may only add resources, apart from the changes that are accepted. */
const changeSetSchema = v.strictObject({
  stackName: textLike(stackName, 'must be the name of a stack in the Region of the workflow'),
  changeSetName: textLike(stackName, 'must be the name of a change set of the stack'),
  allow: v.optional(allowedChanges, []),
});

const preflightSchema = v.strictObject({
  certificateArn: v.optional(
    textLike(
      /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/.+$/,
      'must be the ARN of an ACM certificate, such as arn:aws:acm:eu-west-1:111122223333:certificate/…',
    ),
  ),
  /** How long the cutover waits until the certificate is ISSUED, before it is rejected. */
  certificateWaitSeconds: v.optional(seconds(0, 'until the certificate is ISSUED', 259_200), 1_800),
  /** How long it waits for targets that are registered or drained just now. */
  targetWaitSeconds: v.optional(seconds(0, 'until targets are no longer initial or draining', 3_600), 300),
  certificateDaysLeft: v.optional(numberBetween(0, 395, 'days that the certificate must remain valid'), 14),
  targetGroupArns: v.optional(targetGroups, []),
  /**
   * Target groups of the old path. A revert never moves traffic to a path without a healthy target while the
   * new path has one.
   */
  oldTargetGroupArns: v.optional(targetGroups, []),
  /** Auto Scaling groups of the new path: they must be able to serve, and to grow. */
  autoScalingGroups: v.optional(autoScalingGroupsSchema, []),
  /** How long the cutover waits for instances that are launched, and for an instance refresh. */
  instanceWaitSeconds: v.optional(
    seconds(
      0,
      'until the instances of the groups are in service and no instance refresh is under way',
      7_200,
    ),
    900,
  ),
  changeSets: v.optional(listOf(changeSetSchema, 0, 20, 'change sets'), []),
  maxTtlSeconds: v.optional(seconds(0, 'the highest TTL of a non-alias record'), 60),
  /** Findings, by name, that do not stop this plan. */
  accept: v.optional(
    listOf(oneOf(...acceptableFindings), 0, acceptableFindings.length, 'names of findings to accept'),
    [],
  ),
});

/** `hold.inconclusiveLimitSeconds` by default: a whole day may pass without a request. */
export const DEFAULT_HOLD_PATIENCE_SECONDS = 86_400;

const holdSchema = v.strictObject({
  seconds: seconds(0, 'that both paths are kept at the last percent'),
  everySeconds: v.optional(
    seconds(1, 'between two evaluations during the hold; alarms do not wait for an evaluation'),
    3_600,
  ),
  /**
   * A finished cutover is not reverted for a quiet night: by default, a whole day may pass without data. The
   * hold does not end while data is missing.
   */
  inconclusiveLimitSeconds: v.optional(
    seconds(0, 'that the verdict may stay inconclusive during the hold before the revert'),
    DEFAULT_HOLD_PATIENCE_SECONDS,
  ),
});

/** The schema of a plan. The rules across several fields are in `plan-checks.ts`. */
export const planSchema = v.strictObject({
  $schema: v.optional(text(2048, 'the address of a JSON Schema')),
  name: textLike(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
    'must be a name of 1 to 64 letters, digits, "-" and "_"',
  ),
  router: routerSchema,
  /**
   * Whether the percent on the new path rises or falls. With `down`, what the plan monitors and tests is the
   * old path.
   */
  direction: v.optional(directionSchema, 'up'),
  /** Required unless the plan has a ramp. */
  stages: v.optional(stagesSchema),
  ramp: v.optional(rampSchema),
  smokeTest: smokeTestSchema,
  /** Functions of the team that must say `pass`, as the deployment names them. */
  gates: v.optional(gatesSchema),
  health: healthSchema,
  preflight: v.optional(preflightSchema, {}),
  /**
   * Change calendars of AWS Systems Manager, by name or ARN. While one is closed, no cutover begins, and no
   * more traffic moves.
   */
  changeCalendars: v.optional(changeCalendarsSchema),
  /** Lowers the TTL of non-alias records before the first shift, and restores it at the end. */
  ttl: v.optional(ttlSchema),
  hold: v.optional(holdSchema),
  remainingTraffic: v.optional(remainingTrafficSchema, {}),
  decommission: v.optional(decommissionSchema),
  overlap: v.optional(overlapSchema),
});

/** A plan as its schema parses it. */
export type PlanShape = v.InferOutput<typeof planSchema>;
/** A checked plan with all defaults, and with stages instead of a ramp. Checking it again changes nothing. */
export type Plan = Omit<PlanShape, 'stages' | 'ramp'> & {
  readonly stages: Stages;
};
export type { Router };
