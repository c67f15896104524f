import type { HookCase } from './hook-case';

const NEW_REVISION = 'arn:aws:ecs:eu-west-1:111122223333:service-revision/shop/api/9313423515462893900';
const OLD_REVISION = 'arn:aws:ecs:eu-west-1:111122223333:service-revision/shop/api/1920498462936580504';

const codeDeployEvent = {
  DeploymentId: 'd-A1B2C3D4E',
  LifecycleEventHookExecutionId: 'eyJlbmNyeXB0ZWREYXRh',
};

/**
 * The event with which the service of a case invokes the hook.
 * @param details of ECS, which come with each invocation
 */
export function eventOf(drawn: HookCase, details: Readonly<Record<string, unknown>>): unknown {
  const { contract, event } = drawn;
  if (event === 'of-neither') {
    return { source: 'aws.events', detail: {} };
  }
  if (event === 'of-both') {
    return { ...codeDeployEvent, ...ecsEvent(drawn, details) };
  }
  const whole: Record<string, unknown> =
    contract === 'codedeploy' ? codeDeployEvent : ecsEvent(drawn, details);
  const { LifecycleEventHookExecutionId: _, resourceArn: __, ...incomplete } = whole;
  return event === 'incomplete' ? incomplete : event === 'more-fields' ? { ...whole, Combined: true } : whole;
}

/** Whether the service of a case can be answered that it is called with: the event is whole. */
export function isAnswerable({ contract, event }: Pick<HookCase, 'contract' | 'event'>): boolean {
  return event === 'none' || event === 'more-fields' || (event === 'odd-time' && contract === 'codedeploy');
}

function ecsEvent({ stage, isRollback }: HookCase, details: Readonly<Record<string, unknown>>) {
  const weights = isRollback ? [0, 100] : [100, 0];
  return {
    executionId: '3a0345ba-b029-404b-890d-7da2a4b266aa',
    lifecycleStage: stage,
    resourceArn: 'arn:aws:ecs:eu-west-1:111122223333:service-deployment/shop/api/EZe5RNVLH6PPzHXINuP28',
    executionDetails: {
      targetServiceRevisionArn: NEW_REVISION,
      testTrafficWeights:
        stage === 'TEST_TRAFFIC_SHIFT' ? { [NEW_REVISION]: weights[0], [OLD_REVISION]: weights[1] } : {},
    },
    hookDetails: details,
  };
}
