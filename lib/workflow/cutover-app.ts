import { App, type AppProps } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { readSettings } from './app-context';
import { CutoverStack } from './cutover-stack';

/**
 * The app with its one stack, for the account and region that the command line is signed in to. Which records it may shift,
 * the context says.
 * @throws Error when the context is not right
 */
export class CutoverApp extends App {
  constructor(props: AppProps = {}) {
    super({ ...props, context: { ...recommendedFlags, ...props.context } });
    const { alarmTopicArn, ...settings } = readSettings(this.node);
    const { workflow } = new CutoverStack(this, 'Cutover', {
      description: 'Moves live traffic in stages, watched, and back by itself',
      ...settings,
    });
    if (alarmTopicArn !== undefined) {
      const topic = Topic.fromTopicArn(workflow, 'AlarmTopic', alarmTopicArn);
      for (const alarm of [workflow.revertFailedAlarm, workflow.guardsFailedAlarm]) {
        alarm.addAlarmAction(new SnsAction(topic));
      }
    }
  }
}
