import { join } from 'node:path';
import {
  type UpgradeDeployment,
  upgradeDeployments,
} from '../../examples/infrastructure-upgrade/deployments';
import { UpgradeApp } from '../../examples/infrastructure-upgrade/upgrade-app';
import { type JudgedChanges, judgeChanges } from '../../lambdas/core/stack-changes/stack-change';
import { readAllowFile } from '../../lib/changes/allow-file';
import { diffStacks } from '../../lib/changes/diff-stacks';
import { readStacks } from '../../lib/changes/stack-source';
import { markdownChanges } from '../../lib/cli/output/changes-text';

const ROOT = join(__dirname, '../..');
/** The time at which the allow files are read, before they expire. */
const NOW = Date.parse('2026-11-29T12:00:00Z');

/** The path of a file of the example of an infrastructure upgrade. */
export function upgradeFile(name: string): string {
  return join(ROOT, 'examples', 'infrastructure-upgrade', name);
}

const synthesized = new Map<UpgradeDeployment, string>();

/** The folder of the cloud assembly at a deployment, without bundles, synthesized once. */
export function upgradeAssembly(deployment: UpgradeDeployment): string {
  // The allow files use construct paths, which are in the templates only with this setting of the CDK command
  // line.
  const context = { 'aws:cdk:bundling-stacks': [], 'aws:cdk:enable-path-metadata': true };
  const folder = synthesized.get(deployment) ?? new UpgradeApp({ deployment, context }).synth().directory;
  synthesized.set(deployment, folder);
  return folder;
}

/** One of the four deployments, as the arguments of `cutover diff`. */
export interface UpgradeStep {
  readonly from: UpgradeDeployment;
  readonly to: UpgradeDeployment;
  /** The name of the allow file that accepts its changes. */
  readonly allow?: string;
}

const ALLOWED: readonly UpgradeDeployment[] = ['cut-over', 'decommission'];

/** The four deployments. */
export const upgradeSteps: readonly UpgradeStep[] = upgradeDeployments.slice(1).map((to, i) => ({
  from: upgradeDeployments[i] as UpgradeDeployment,
  to,
  ...(ALLOWED.includes(to) ? { allow: `${to}.allow.yaml` } : {}),
}));

/** The changes of a deployment, as `cutover diff` judges them. */
export function upgradeChanges({ from, to, allow }: UpgradeStep): JudgedChanges {
  const changes = diffStacks(readStacks(upgradeAssembly(from)), readStacks(upgradeAssembly(to)));
  return judgeChanges(changes, allow === undefined ? [] : readAllowFile(upgradeFile(allow), NOW));
}

/** The Markdown output for a deployment, without the stack of the workflow, which is new as a whole. */
export function upgradeMarkdown(step: UpgradeStep): string {
  const { changes, unused } = upgradeChanges(step);
  return markdownChanges({ changes: changes.filter(({ stack }) => stack === 'Api'), unused });
}

/** The golden file with that output. */
export function upgradeGolden({ to }: UpgradeStep): string {
  return join(ROOT, 'test', 'examples', 'infrastructure-upgrade', `${to}.md`);
}
