import { App } from 'aws-cdk-lib';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import type { EcsDeployment } from '../../examples/ecs/deployments';
import { addEcsExample } from '../../examples/ecs/example';
import type { StackChange } from '../../lambdas/core/stack-changes/stack-change';
import { diffStacks } from '../../lib/changes/diff-stacks';
import { readStacks } from '../../lib/changes/stack-source';

const synthesized = new Map<EcsDeployment, string>();

/** The folder of the cloud assembly of the ECS example at a deployment, without bundles, synthesized once. */
export function ecsAssembly(deployment: EcsDeployment): string {
  const context = { ...recommendedFlags, 'aws:cdk:bundling-stacks': [] };
  let folder = synthesized.get(deployment);
  if (folder === undefined) {
    const app = new App({ context });
    addEcsExample(app, { deployment, env: { account: '111122223333', region: 'eu-west-1' } });
    folder = app.synth().directory;
    synthesized.set(deployment, folder);
  }
  return folder;
}

/** The changes from one deployment to another, by stack. */
export function ecsChanges(from: EcsDeployment, to: EcsDeployment): readonly StackChange[] {
  return diffStacks(readStacks(ecsAssembly(from)), readStacks(ecsAssembly(to)));
}
