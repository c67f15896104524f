import * as v from 'valibot';
import { arnPattern, listOf, seconds, wholeNumber } from '../validation/fields';
import { deploySchema } from './deploy';

const stageSchema = v.strictObject({
  percent: wholeNumber(0, 100, 'share of traffic on the new path'),
  /** A CodeDeploy deployment that must complete before the stage shifts traffic. */
  deploy: v.optional(deploySchema),
  soakSeconds: seconds(0, 'monitored after the shift is effective'),
  /** An operator must approve the stage after its soak. Monitoring continues meanwhile. */
  approval: v.optional(
    v.strictObject({
      timeoutSeconds: seconds(1, 'to wait for the approval after the soak; then the cutover reverts'),
      /** Absent: 1. */
      count: v.exactOptional(wholeNumber(1, 10, 'persons who must approve')),
      /** Absent: whoever the policy of the deployment allows. */
      by: v.exactOptional(listOf(arnPattern, 1, 100, 'patterns of ARNs of approvers')),
    }),
  ),
});

/** `stages` of a plan. */
export const stagesSchema = listOf(stageSchema, 1, 50, 'stages');

/** The stages of a plan, in order. */
export type Stages = v.InferOutput<typeof stagesSchema>;
/** A stage of a plan: `{ percent, soakSeconds }`, and what else it may have. */
export type Stage = Stages[number];
