import type { EcsEvent, HookContract } from './hook-event';

/**
 * The stages at which test traffic reaches the new tasks and production traffic does not. Before them, the
 * test listener forwards to the old tasks or to no task (AWS CodeDeploy User Guide, "AppSpec 'hooks'
 * section"; Amazon ECS API Reference, DeploymentLifecycleHook). After them, a failure comes too late.
 */
const USABLE: Readonly<Record<HookContract, readonly string[]>> = {
  codedeploy: ['AfterAllowTestTraffic', 'BeforeAllowTraffic'],
  ecs: ['TEST_TRAFFIC_SHIFT', 'POST_TEST_TRAFFIC_SHIFT'],
};

/**
 * Why the hook cannot test the new tasks at a stage, or null if it can.
 * @param stage null if the service does not name it; then the listeners show whether there is test traffic
 */
export function stageProblem(contract: HookContract, stage: string | null): string | null {
  const usable = USABLE[contract];
  return stage === null || usable.includes(stage)
    ? null
    : `the stage is ${stage}, at which test traffic does not reach only the new tasks;` +
        ` the hook must run at ${usable.join(' or ')}`;
}

/**
 * The lifecycle event in progress that the hook was invoked for. The event that CodeDeploy sends does not
 * name it.
 * @param inProgress names of lifecycle events, in order
 */
export function calledStage(inProgress: readonly string[]): string | null {
  return inProgress.find((name) => USABLE.codedeploy.includes(name)) ?? inProgress[0] ?? null;
}

/**
 * Whether ECS rolls back. ECS then invokes the hooks of TEST_TRAFFIC_SHIFT again, with the target weights of
 * the traffic (Amazon ECS Developer Guide, "Lifecycle hooks during rollback"). There is nothing to test, and
 * a failure would block the rollback.
 */
export function isRollback({ lifecycleStage, executionDetails }: EcsEvent): boolean {
  const { testTrafficWeights, targetServiceRevisionArn } = executionDetails;
  return lifecycleStage === 'TEST_TRAFFIC_SHIFT' && testTrafficWeights[targetServiceRevisionArn] === 0;
}
