import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Problem } from '../../lambdas/core/validation/problems';
import { hereProblems } from './places';

/**
 * Problems of a topic that an alarm of this stack notifies. It may be in another account.
 * Source: Amazon CloudWatch API Reference, PutMetricAlarm, `AlarmActions`.
 */
export function topicProblems(scope: Construct, path: string, topic: ITopic | undefined): Problem[] {
  const why = 'an alarm notifies topics of its own region';
  return topic === undefined ? [] : hereProblems(scope, path, { arn: topic.topicArn, of: topic }, { why });
}
