import { join } from 'node:path';
import { type EdgeDeployment, edgeDeployments } from '../../examples/edge/deployments';
import { EdgeApp } from '../../examples/edge/edge-app';
import { type JudgedChanges, judgeChanges } from '../../lambdas/core/stack-changes/stack-change';
import { diffStacks } from '../../lib/changes/diff-stacks';
import { readStacks } from '../../lib/changes/stack-source';

const ROOT = join(__dirname, '../..');

/** The path of a file of the example of users that are split at the edge. */
export function edgeFile(name: string): string {
  return join(ROOT, 'examples', 'edge', name);
}

const synthesized = new Map<EdgeDeployment, string>();

/** The folder of the cloud assembly at a deployment, without bundles, synthesized once. */
export function edgeAssembly(deployment: EdgeDeployment): string {
  const context = { 'aws:cdk:bundling-stacks': [], 'aws:cdk:enable-path-metadata': true };
  const folder = synthesized.get(deployment) ?? new EdgeApp({ deployment, context }).synth().directory;
  synthesized.set(deployment, folder);
  return folder;
}

/** The changes of the deployment that adds the new paths, as `cutover diff` judges them. */
export function edgeChanges(): JudgedChanges {
  const [from, to] = edgeDeployments;
  return judgeChanges(diffStacks(readStacks(edgeAssembly(from)), readStacks(edgeAssembly(to))), []);
}
