import { App } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { readSettings } from '../lib/app-context';
import { CutoverStack } from '../lib/cutover-stack';

/**
 * One stack for the account and region that the command line is signed in to. Which records it may shift, `cdk.json` says, or
 * the command line:
 *
 *   npx cdk deploy -c cutover:routes='[{"hostedZoneId":"Z…","zoneName":"example.com","recordNames":["api.example.com"]}]'
 */
const app = new App({ context: recommendedFlags });
const { alarmTopicArn, ...settings } = readSettings(app.node);
const { workflow } = new CutoverStack(app, 'Cutover', {
  description: 'Moves live traffic in stages, watched, and back by itself',
  ...settings,
});
if (alarmTopicArn !== undefined) {
  const topic = Topic.fromTopicArn(workflow, 'AlarmTopic', alarmTopicArn);
  workflow.revertFailedAlarm.addAlarmAction(new SnsAction(topic));
}
