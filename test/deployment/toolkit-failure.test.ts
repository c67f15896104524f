import { AuthenticationError, BootstrapError, DeploymentError, ToolkitError } from '@aws-cdk/toolkit-lib';
import { expect, test } from '@jest/globals';
import { toolkitFailure } from '../../lib/deployment/toolkit-failure';
import { AwsError } from '../../lib/shared/aws-error';

const failureOf = (error: unknown) => toolkitFailure(error, 'Web', ToolkitError);
const environment = { account: '111122223333', region: 'eu-west-1' };

test.each<[string, Error, string]>([
  [
    'a missing bootstrap, also as a cause',
    ToolkitError.withCause(
      'Any',
      '❌  Web failed',
      new BootstrapError(
        'Any',
        "SSM parameter /a not found. Has the environment been bootstrapped? Please run 'cdk bootstrap'",
        environment,
      ),
    ),
    'account 111122223333 is not bootstrapped for CDK in eu-west-1, or not by this qualifier or to this' +
      ' version: SSM parameter /a not found; run npx aws-cdk@2 bootstrap aws://111122223333/eu-west-1 once,' +
      ' or deploy without a bootstrap: cutover deploy --template FOLDER',
  ],
  [
    'credentials of another account',
    new AuthenticationError('Any', 'Need to perform AWS calls for account 1, but the current is 2'),
    'the stack "Web" cannot be deployed with these credentials: Need to perform AWS calls for account 1,' +
      ' but the current is 2; sign in to the account of the stack (aws sso login, AWS_PROFILE), as somebody' +
      ' who may assume the roles of the bootstrap',
  ],
  [
    'a failed deployment, without marks and colors',
    new DeploymentError('❌  \u001b[1mWeb\u001b[22m failed:\n  Quota exceeded', 'Any'),
    'the deployment of the stack "Web" has failed: Web failed: Quota exceeded; CloudFormation puts back' +
      ' what was deployed before; see the events of the stack, correct the cause, and deploy again',
  ],
  [
    'anything else that the toolkit refuses',
    new ToolkitError('Any', 'Stack is in a state where it cannot be updated.'),
    'could not deploy the stack "Web": Stack is in a state where it cannot be updated',
  ],
  [
    'an error of the SDK',
    Object.assign(new Error('no'), { name: 'AccessDenied', $metadata: {} }),
    'could not deploy the stack "Web": no',
  ],
  [
    'no connection',
    Object.assign(new Error('connect ECONNREFUSED'), { syscall: 'connect' }),
    'could not deploy the stack "Web": connect ECONNREFUSED',
  ],
])('AWS has refused: %s', (_, error, message) => {
  const failure = failureOf(error);
  expect(failure).toBeInstanceOf(AwsError);
  expect(failure).toMatchObject({ message, cause: error });
});

test('an error of Cutover itself stays one', () => {
  const bug = new TypeError('x is not a function');
  expect(failureOf(bug)).toBe(bug);
});
