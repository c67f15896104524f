import { join } from 'node:path';
import { AdditiveApp } from '../../examples/additive/additive-app';
import { type Deployment, deployments, type Registration } from '../../examples/additive/deployments';

const ROOT = join(__dirname, '..', '..');

/** A file of the example. */
export function exampleFile(name: string): string {
  return join(ROOT, 'examples', 'additive', name);
}

/** The folder of the example's cloud assembly at a deployment, without bundles. Each is synthesized once. */
export function assemblyOf(deployment: Deployment, registration: Registration = 'own-service'): string {
  const key = `${deployment} ${registration}`;
  const folder =
    synthesized.get(key) ??
    new AdditiveApp({ deployment, registration, context: { 'aws:cdk:bundling-stacks': [] } }).synth()
      .directory;
  synthesized.set(key, folder);
  return folder;
}

const synthesized = new Map<string, string>();

/** The deployments as `cutover diff` sees them: from the one before, and with what of the new state is accepted. */
export const steps = deployments.slice(1).map((deployment, i) => ({
  from: deployments[i] as Deployment,
  to: deployment,
  allow: { 'cut-over': 'cut-over.allow.yaml', decommission: 'decommission.allow.yaml' }[deployment as string],
  golden: join(ROOT, 'test', 'examples', 'additive', `${deployment}.md`),
}));
