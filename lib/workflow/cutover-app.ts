import { App, type AppProps, type StackProps } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { CutoverStack } from './cutover-stack';
import { readSettings } from './settings/app-context';
import type { AppSettings } from './settings/app-settings';

/** By `require`: an ES module, such as the built command line, imports JSON only with an attribute. */
const recommendedFlags: Record<string, unknown> = require('aws-cdk-lib/recommended-feature-flags.json');

/** The app, and its stack where the context of the app does not say all. */
export interface CutoverAppProps extends AppProps {
  /**
   * What the deployment may do.
   * @default - what the context says, see `readSettings`
   * @internal
   */
  readonly settings?: AppSettings;
  /**
   * Of the stack: its name, environment, tags and the like.
   * @default - a stack named Cutover for the account and Region of the CDK command line
   */
  readonly stack?: StackProps;
}

/**
 * The CDK app with its single stack. By default it is for the account and Region of the CDK command line, and
 * the context says which routes it may shift (docs/guide/deploying.md).
 * @example
 * // The program that `app` of cdk.json runs. Its context has `cutover:routes`.
 * new CutoverApp();
 */
export class CutoverApp extends App {
  /** The stack with the workflow. */
  readonly stack: CutoverStack;

  /** @throws ValidationError when the context or the settings are not valid */
  constructor({ settings: given, stack, ...props }: CutoverAppProps = {}) {
    super({ ...props, context: { ...recommendedFlags, ...props.context } });
    const { alarmTopicArn, ...settings } = given ?? readSettings(this.node);
    this.stack = new CutoverStack(this, 'Cutover', {
      description: 'Moves live traffic in monitored stages, and rolls back automatically',
      ...stack,
      ...settings,
    });
    const { workflow } = this.stack;
    if (alarmTopicArn !== undefined) {
      const topic = Topic.fromTopicArn(workflow, 'AlarmTopic', alarmTopicArn);
      for (const alarm of workflow.alarms) {
        alarm.addAlarmAction(new SnsAction(topic));
      }
    }
  }
}
