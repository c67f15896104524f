import { App, type AppProps } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { readSettings } from './app-context';
import { CutoverStack } from './cutover-stack';

/**
 * The CDK app with its single stack, for the account and region of the CDK command line. The context sets
 * which routes it may shift (docs/guide/deploying.md).
 * @example
 * // The program that `app` of cdk.json runs. Its context has `cutover:routes`.
 * new CutoverApp();
 * @throws Error when the context is not valid
 */
export class CutoverApp extends App {
  constructor(props: AppProps = {}) {
    super({ ...props, context: { ...recommendedFlags, ...props.context } });
    const { alarmTopicArn, ...settings } = readSettings(this.node);
    const { workflow } = new CutoverStack(this, 'Cutover', {
      description: 'Moves live traffic in monitored stages, and rolls back automatically',
      ...settings,
    });
    if (alarmTopicArn !== undefined) {
      const topic = Topic.fromTopicArn(workflow, 'AlarmTopic', alarmTopicArn);
      for (const alarm of workflow.alarms) {
        alarm.addAlarmAction(new SnsAction(topic));
      }
    }
  }
}
