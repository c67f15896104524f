import * as v from 'valibot';
import { seconds, textLike, wholeNumber } from '../validation/fields';

/**
 * A name of an application, deployment group or deployment configuration (CodeDeploy User Guide, "CodeDeploy
 * quotas").
 */
const codeDeployName = (what: string) =>
  textLike(/^[A-Za-z0-9._+=,@-]{1,100}$/, `must be the name of a CodeDeploy ${what}`);

/** `deploy` of a stage: what CodeDeploy deploys to ECS before the stage's shift. */
export const deploySchema = v.strictObject({
  applicationName: codeDeployName('application'),
  deploymentGroupName: codeDeployName('deployment group'),
  taskDefinitionArn: textLike(
    /^arn:aws[a-z-]*:ecs:[a-z0-9-]+:\d{12}:task-definition\/[A-Za-z0-9_-]{1,255}:\d+$/,
    'must be the ARN of a task definition with its revision, such as' +
      ' arn:aws:ecs:eu-west-1:111122223333:task-definition/web:7',
  ),
  containerName: textLike(
    /^[A-Za-z0-9_-]{1,255}$/,
    'must be the name of the container that receives the requests',
  ),
  containerPort: wholeNumber(1, 65_535, 'the port of that container'),
  /** Default: the configuration of the deployment group. */
  deploymentConfigName: v.optional(codeDeployName('deployment configuration')),
  /**
   * A Lambda function that CodeDeploy invokes at BeforeAllowTraffic. The service role of CodeDeploy must be
   * allowed to invoke it.
   */
  hook: v.optional(
    textLike(
      /^(arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:)?[A-Za-z0-9_-]{1,64}(:[A-Za-z0-9$_-]{1,128})?$/,
      'must be the name or ARN of a Lambda function, such as the deployment hook',
    ),
  ),
  timeoutSeconds: v.optional(
    seconds(60, 'until the new tasks must serve all traffic of their service'),
    3_600,
  ),
  everySeconds: v.optional(
    seconds(10, 'between two checks of the deployment; alarms do not wait for a check'),
    30,
  ),
});

/** The deployment of a stage. */
export type Deploy = v.InferOutput<typeof deploySchema>;
