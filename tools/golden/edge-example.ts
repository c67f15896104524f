import { join } from 'node:path';
import type { EdgeDeployment } from '../../examples/edge/deployments';
import { EdgeApp } from '../../examples/edge/edge-app';
import { type JudgedChanges, judgeChanges } from '../../lambdas/core/stack-changes/stack-change';
import { readAllowFile } from '../../lib/changes/allow-file';
import { diffStacks } from '../../lib/changes/diff-stacks';
import { readStacks } from '../../lib/changes/stack-source';

/** The time at which the allow file is read, before it expires. */
const NOW = Date.parse('2026-11-30T12:00:00Z');
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

/** The changes from a deployment to another one, as `cutover diff` judges them. */
export function edgeChanges(from: EdgeDeployment, to: EdgeDeployment, allow?: string): JudgedChanges {
  const allowed = allow === undefined ? [] : readAllowFile(edgeFile(allow), NOW);
  return judgeChanges(diffStacks(readStacks(edgeAssembly(from)), readStacks(edgeAssembly(to))), allowed);
}
