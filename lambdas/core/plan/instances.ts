import * as v from 'valibot';
import { listOf, textLike } from '../validation/fields';

/**
 * An Auto Scaling group: by its name in the account and Region of the workflow, or by its ARN in any. Names
 * have at most 255 characters and no colon (Amazon EC2 Auto Scaling API Reference, CreateAutoScalingGroup).
 */
export const autoScalingGroupReference = textLike(
  /^(?!arn:)[^:\r\n]{1,255}$|^arn:aws[a-z-]*:autoscaling:[a-z0-9-]+:\d{12}:autoScalingGroup:[^:\r\n]{1,64}:autoScalingGroupName\/[^:\r\n]{1,255}$/,
  'must be the name of an Auto Scaling group, 1 to 255 characters, or the ARN of one elsewhere, such as' +
    ' arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:…:autoScalingGroupName/name',
);

/** `preflight.autoScalingGroups` of a plan: the instances of the new path, beside those of the old one. */
export const autoScalingGroupsSchema = listOf(
  v.strictObject({
    name: autoScalingGroupReference,
    /** The group of the old path that it replaces. With `direction: down` it is checked instead. */
    oldName: v.optional(autoScalingGroupReference),
  }),
  0,
  20,
  'Auto Scaling groups',
);

/** A group of the new path, and the group of the old path that it replaces. */
export type PlannedGroup = v.InferOutput<typeof autoScalingGroupsSchema>[number];

/** The name of a group that a plan names by its name or its ARN. */
export function groupNameOf(reference: string): string {
  return reference.replace(/^arn:.*:autoScalingGroupName\//, '');
}
