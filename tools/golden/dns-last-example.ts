import { join } from 'node:path';
import { type DnsLastDeployment, dnsLastDeployments } from '../../examples/dns-last/deployments';
import { DnsLastApp } from '../../examples/dns-last/dns-last-app';
import { type JudgedChanges, judgeChanges } from '../../lambdas/core/stack-changes/stack-change';
import { readAllowFile } from '../../lib/changes/allow-file';
import { diffStacks } from '../../lib/changes/diff-stacks';
import { readStacks } from '../../lib/changes/stack-source';
import { markdownChanges } from '../../lib/cli/output/changes-text';

const ROOT = join(__dirname, '../..');
/** The time at which the allow files are read, before they expire. */
const NOW = Date.parse('2026-11-29T12:00:00Z');

/** The path of a file of the example of a cutover in which DNS goes last. */
export function dnsLastFile(name: string): string {
  return join(ROOT, 'examples', 'dns-last', name);
}

const synthesized = new Map<DnsLastDeployment, string>();

/** The folder of the cloud assembly at a deployment, without bundles, synthesized once. */
export function dnsLastAssembly(deployment: DnsLastDeployment): string {
  // The allow files use construct paths, which are in the templates only with this setting of the CDK command
  // line.
  const context = { 'aws:cdk:bundling-stacks': [], 'aws:cdk:enable-path-metadata': true };
  const folder = synthesized.get(deployment) ?? new DnsLastApp({ deployment, context }).synth().directory;
  synthesized.set(deployment, folder);
  return folder;
}

/** One of the five deployments, as the arguments of `cutover diff`. */
export interface DnsLastStep {
  readonly from: DnsLastDeployment;
  readonly to: DnsLastDeployment;
  /** The name of the allow file that accepts its changes. */
  readonly allow?: string;
}

const ALLOWED: readonly DnsLastDeployment[] = ['remove-record', 'remove-path'];

/** The five deployments. */
export const dnsLastSteps: readonly DnsLastStep[] = dnsLastDeployments.slice(1).map((to, i) => ({
  from: dnsLastDeployments[i] as DnsLastDeployment,
  to,
  ...(ALLOWED.includes(to) ? { allow: `${to}.allow.yaml` } : {}),
}));

/** The changes of a deployment, as `cutover diff` judges them. */
export function dnsLastChanges({ from, to, allow }: DnsLastStep): JudgedChanges {
  const changes = diffStacks(readStacks(dnsLastAssembly(from)), readStacks(dnsLastAssembly(to)));
  return judgeChanges(changes, allow === undefined ? [] : readAllowFile(dnsLastFile(allow), NOW));
}

/** The Markdown output for a deployment, without the stack of the workflow, which is new as a whole. */
export function dnsLastMarkdown(step: DnsLastStep): string {
  const { changes, unused } = dnsLastChanges(step);
  return markdownChanges({ changes: changes.filter(({ stack }) => stack === 'Api'), unused });
}

/** The golden file with that output. */
export function dnsLastGolden({ to }: DnsLastStep): string {
  return join(ROOT, 'test', 'examples', 'dns-last', `${to}.md`);
}
