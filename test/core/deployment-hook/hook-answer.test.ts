import { describe, expect, test } from '@jest/globals';
import { consoleLink } from '../../../lambdas/core/deployment-hook/hook-answer';

const functionIn = (partition: string, region: string) =>
  `arn:${partition}:lambda:${region}:111122223333:function:hook`;
const deployment = 'arn:aws:ecs:eu-west-1:111122223333:service-deployment/shop/api/EZe5RNVLH6PPzHXINuP28';

describe('the link to a deployment in the console', () => {
  test.each([
    ['aws', 'eu-west-1', 'https://eu-west-1.console.aws.amazon.com'],
    ['aws-cn', 'cn-north-1', 'https://cn-north-1.console.amazonaws.cn'],
    ['aws-us-gov', 'us-gov-west-1', 'https://us-gov-west-1.console.amazonaws-us-gov.com'],
  ])('has the host of partition %s', (partition, region, origin) => {
    const functionArn = functionIn(partition, region);
    expect(consoleLink('codedeploy', 'd-A1B2C3D4E', functionArn)).toBe(
      `${origin}/codesuite/codedeploy/deployments/d-A1B2C3D4E?region=${region}`,
    );
    expect(consoleLink('ecs', deployment, functionArn)).toBe(
      `${origin}/ecs/v2/clusters/shop/services/api/deployments?region=${region}`,
    );
  });

  test.each([functionIn('aws-iso', 'us-iso-east-1'), 'hook'])(
    'is null for an unknown partition: %s',
    (arn) => {
      expect(consoleLink('codedeploy', 'd-A1B2C3D4E', arn)).toBeNull();
    },
  );

  test('is null for an unknown deployment', () => {
    expect(consoleLink('ecs', 'unknown', functionIn('aws', 'eu-west-1'))).toBeNull();
  });
});
