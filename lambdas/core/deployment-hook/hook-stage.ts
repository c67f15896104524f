import type { EcsEvent, HookContract } from './hook-event';

/**
 * The stages at which test traffic reaches the new tasks and production does not. Before them the test listener leads to the old tasks
 * or nowhere (AWS CodeDeploy User Guide, "AppSpec 'hooks' section"; Amazon ECS API Reference, DeploymentLifecycleHook); after them
 * a failure comes too late.
 */
const USABLE: Readonly<Record<HookContract, readonly string[]>> = {
  codedeploy: ['AfterAllowTestTraffic', 'BeforeAllowTraffic'],
  ecs: ['TEST_TRAFFIC_SHIFT', 'POST_TEST_TRAFFIC_SHIFT'],
};

/**
 * Why the hook cannot do its work at a stage, or null when it can.
 * @param stage null when the service does not say; then the listeners alone tell whether there is test traffic
 */
export function stageProblem(contract: HookContract, stage: string | null): string | null {
  const usable = USABLE[contract];
  return stage === null || usable.includes(stage)
    ? null
    : `the stage is ${stage}, at which no test traffic reaches the new tasks alone; the hook must be at ${usable.join(' or ')}`;
}

/**
 * The stage among those in progress that the hook was called for: CodeDeploy's event does not name it.
 * @param inProgress names of lifecycle events in their order
 */
export function calledStage(inProgress: readonly string[]): string | null {
  return inProgress.find((name) => USABLE.codedeploy.includes(name)) ?? inProgress[0] ?? null;
}

/**
 * Whether ECS rolls back. It then calls the hooks of TEST_TRAFFIC_SHIFT again, with the weights that the traffic goes to (Amazon ECS
 * Developer Guide, "Lifecycle hooks during rollback"). There is nothing to test, and a failure would be in the way.
 */
export function isRollback({ lifecycleStage, executionDetails }: EcsEvent): boolean {
  const { testTrafficWeights, targetServiceRevisionArn } = executionDetails;
  return lifecycleStage === 'TEST_TRAFFIC_SHIFT' && testTrafficWeights[targetServiceRevisionArn] === 0;
}
