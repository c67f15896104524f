import type { Construct } from 'constructs';
import type { Problem } from '../../lambdas/core/validation/problems';
import { topicProblems } from '../shared/alarm-topic';
import { hereProblems } from '../shared/places';
import type { CutoverWorkflowProps } from './cutover-workflow-props';

/** Problems of the props of a workflow that are in another region than AWS accepts. */
export function workflowPlaceProblems(
  scope: Construct,
  { alarmTopic, encryptionKey, vpc }: CutoverWorkflowProps,
): Problem[] {
  return [
    ...topicProblems(scope, 'alarmTopic', alarmTopic),
    ...hereProblems(
      scope,
      'encryptionKey',
      encryptionKey && { arn: encryptionKey.keyArn, of: encryptionKey },
      { why: 'AWS encrypts with keys of the same region' },
    ),
    ...hereProblems(scope, 'vpc', vpc && { of: vpc }, { why: 'the smoke test runs in it' }),
  ];
}
