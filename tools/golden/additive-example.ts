import { join } from 'node:path';
import { AdditiveApp } from '../../examples/additive/additive-app';
import { type Deployment, deployments, type Registration } from '../../examples/additive/deployments';
import { type JudgedChanges, judgeChanges } from '../../lambdas/core/stack-changes/stack-change';
import { readAllowFile } from '../../lib/changes/allow-file';
import { diffStacks } from '../../lib/changes/diff-stacks';
import { readStacks } from '../../lib/changes/stack-source';
import { markdownChanges } from '../../lib/cli/output/changes-text';

const ROOT = join(__dirname, '../..');
/** When the allow files are read. They end later. */
const NOW = Date.parse('2026-11-21T12:00:00Z');

/** A file of the example. */
export function exampleFile(name: string): string {
  return join(ROOT, 'examples', 'additive', name);
}

const synthesized = new Map<string, string>();

/** The folder of the example's cloud assembly at a deployment, without bundles. Each is synthesized once. */
export function assemblyOf(deployment: Deployment, registration: Registration = 'own-service'): string {
  const key = `${deployment} ${registration}`;
  // With the paths that the command line of CDK asks for, which the allow files name.
  const context = { 'aws:cdk:bundling-stacks': [], 'aws:cdk:enable-path-metadata': true };
  const folder =
    synthesized.get(key) ?? new AdditiveApp({ deployment, registration, context }).synth().directory;
  synthesized.set(key, folder);
  return folder;
}

/** One of the four deployments, as `cutover diff` is asked about it. */
export interface Step {
  readonly from: Deployment;
  readonly to: Deployment;
  /** What of it is accepted, by the name of the allow file. */
  readonly allow?: string;
}

const ALLOW: Readonly<Partial<Record<Deployment, string>>> = {
  'cut-over': 'cut-over.allow.yaml',
  decommission: 'decommission.allow.yaml',
};

/** The four deployments. */
export const steps: readonly Step[] = deployments.slice(1).map((to, i) => {
  const allow = ALLOW[to];
  return { from: deployments[i] as Deployment, to, ...(allow === undefined ? {} : { allow }) };
});

/** What `cutover diff` makes of a deployment. */
export function judgementOf({ from, to, allow }: Step, registration?: Registration): JudgedChanges {
  const changes = diffStacks(
    readStacks(assemblyOf(from, registration)),
    readStacks(assemblyOf(to, registration)),
  );
  return judgeChanges(changes, allow === undefined ? [] : readAllowFile(exampleFile(allow), NOW));
}

/** The same for a pull request, of the stack that serves: the workflow's own is all new. */
export function markdownOf(step: Step, registration?: Registration): string {
  const { changes, unused } = judgementOf(step, registration);
  return markdownChanges({ changes: changes.filter(({ stack }) => stack === 'Api'), unused });
}

/** The file that keeps it. */
export function goldenOf({ to }: Step): string {
  return join(ROOT, 'test', 'examples', 'additive', `${to}.md`);
}
