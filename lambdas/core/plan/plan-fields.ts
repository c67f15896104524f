import { listOf, textLike } from '../validation/fields';

/** The id of a hosted zone. */
export const hostedZoneId = textLike(
  /^Z[A-Z0-9]{1,31}$/,
  'must be a Route 53 hosted zone id, such as Z0123456789ABCDEFGHIJ',
);

/** The ARN of a target group. */
export const targetGroupArn = textLike(
  /^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\d{12}:targetgroup\/.+$/,
  'must be the ARN of a target group, such as' +
    ' arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/…',
);

/** ARNs of target groups. */
export const targetGroups = listOf(targetGroupArn, 0, 20, 'target group ARNs');
