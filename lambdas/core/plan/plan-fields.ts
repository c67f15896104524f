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

/**
 * An alarm: by its name in the account and Region of the workflow, or by its ARN in any. Names have at most
 * 255 characters (Amazon CloudWatch API Reference, PutMetricAlarm).
 */
export const alarmReference = textLike(
  /^(?!arn:).{1,255}$|^arn:aws[a-z-]*:cloudwatch:[a-z0-9-]+:\d{12}:alarm:.{1,255}$/,
  'must be the name of a CloudWatch alarm, 1 to 255 characters, or the ARN of one elsewhere, such as' +
    ' arn:aws:cloudwatch:us-east-1:111122223333:alarm:name',
);

/** ARNs of target groups. */
export const targetGroups = listOf(targetGroupArn, 0, 20, 'target group ARNs');
