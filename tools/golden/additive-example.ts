import { join } from 'node:path';
import { AdditiveApp } from '../../examples/additive/additive-app';
import { type Deployment, deployments, type Registration } from '../../examples/additive/deployments';
import { type JudgedChanges, judgeChanges } from '../../lambdas/core/stack-changes/stack-change';
import { readAllowFile } from '../../lib/changes/allow-file';
import { diffStacks } from '../../lib/changes/diff-stacks';
import { readStacks } from '../../lib/changes/stack-source';
import { markdownChanges } from '../../lib/cli/output/changes-text';

const ROOT = join(__dirname, '../..');
/** The time at which the allow files are read, before they expire. */
const NOW = Date.parse('2026-11-21T12:00:00Z');

/** The path of a file of the example. */
export function exampleFile(name: string): string {
  return join(ROOT, 'examples', 'additive', name);
}

const synthesized = new Map<string, string>();

/**
 * The folder of the example's cloud assembly at a deployment, without bundles. Each deployment is synthesized
 * once.
 */
export function assemblyOf(deployment: Deployment, registration: Registration = 'own-service'): string {
  const key = `${deployment} ${registration}`;
  // The allow files use construct paths, which are in the templates only with this setting of the CDK command
  // line.
  const context = { 'aws:cdk:bundling-stacks': [], 'aws:cdk:enable-path-metadata': true };
  const folder =
    synthesized.get(key) ?? new AdditiveApp({ deployment, registration, context }).synth().directory;
  synthesized.set(key, folder);
  return folder;
}

/** One of the five deployments, as the arguments of `cutover diff`. */
export interface ExampleStep {
  readonly from: Deployment;
  readonly to: Deployment;
  /** The name of the allow file that accepts its changes. */
  readonly allow?: string;
}

const ALLOW: Readonly<Partial<Record<Deployment, string>>> = {
  'cut-over': 'cut-over.allow.yaml',
  'remove-record': 'remove-record.allow.yaml',
  decommission: 'decommission.allow.yaml',
};

/** The five deployments. */
export const steps: readonly ExampleStep[] = deployments.slice(1).map((to, i) => {
  const allow = ALLOW[to];
  return { from: deployments[i] as Deployment, to, ...(allow === undefined ? {} : { allow }) };
});

/** The changes of a deployment, as `cutover diff` judges them. */
export function judgementOf({ from, to, allow }: ExampleStep, registration?: Registration): JudgedChanges {
  const changes = diffStacks(
    readStacks(assemblyOf(from, registration)),
    readStacks(assemblyOf(to, registration)),
  );
  return judgeChanges(changes, allow === undefined ? [] : readAllowFile(exampleFile(allow), NOW));
}

/** The Markdown output for a deployment, without the stack of the workflow, which is new as a whole. */
export function markdownOf(step: ExampleStep, registration?: Registration): string {
  const { changes, unused } = judgementOf(step, registration);
  return markdownChanges({ changes: changes.filter(({ stack }) => stack === 'Api'), unused });
}

/** The golden file with that output. */
export function goldenOf({ to }: ExampleStep): string {
  return join(ROOT, 'test', 'examples', 'additive', `${to}.md`);
}
