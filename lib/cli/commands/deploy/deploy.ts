import type { TemplateDiff } from '@aws-cdk/cloudformation-diff';
import type { Clock } from '../../../../lambdas/ports';
import { readAllowFile } from '../../../changes/allow-file';
import { DEFAULT_STACK_NAME } from '../../../deployment/deployment-file';
import { type PlannedChanges, plannedChanges } from '../../../deployment/planned-changes';
import type { Synthesize } from '../../../deployment/synthesize';
import type { Deployer, DeployerOptions } from '../../../deployment/toolkit-deployer';
import { UsageError } from '../../../shared/usage-error';
import { readDeployment } from '../../input/read-deployment';
import {
  deploymentJson,
  type EndedDeployment,
  printDeployed,
  printPlanned,
  refusalOfYes,
} from '../../output/deploy-text';
import { EXIT, type Terminal } from '../../output/terminal';
import { withAssembly } from './with-assembly';

/** The options of `cutover deploy`, except for those of `--template`. */
export interface DeployOptions {
  readonly config: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly allow?: string;
  readonly json?: boolean;
}

/** What the command needs beside its options. */
export interface DeployDependencies {
  /** Asks a person for yes or no; null where there is no terminal to ask in. */
  readonly confirm: ((question: string) => Promise<boolean>) | null;
  readonly clock: Pick<Clock, 'now'>;
  readonly synthesize: Synthesize;
  /** @throws UsageError when a package is missing that a deployment needs */
  readonly requirePeers: (withToolkit: boolean) => Promise<void>;
  /** The Region that is meant. @throws AwsError when there is none, or there are no credentials */
  readonly callerRegion: (given: string | undefined) => Promise<string>;
  /** The account of the caller. @throws AwsError when AWS could not be reached or refused */
  readonly callerAccount: (region: string) => Promise<string>;
  readonly deployer: (options: DeployerOptions) => Promise<Deployer>;
}

/**
 * Deploys the workflow of a deployment file: shows what changes, asks, and deploys.
 * @returns 0 when it is deployed, or nothing had to change; 2 when nothing was deployed, because a person
 *   declined or `--yes` does not accept a change
 * @throws UsageError for an invalid file, a missing package, or without a terminal and without `--yes`
 * @throws AwsError when AWS could not be reached or refused, or the deployment has failed
 */
export async function deployCommand(
  options: DeployOptions,
  terminal: Terminal,
  dependencies: DeployDependencies,
): Promise<number> {
  const { config, yes = false, dryRun = false, json = false } = options;
  const { confirm } = dependencies;
  if (!yes && !dryRun && confirm === null) {
    throw new UsageError(
      'there is no terminal to ask in whether to deploy; give --yes, or --dry-run to see what changes',
    );
  }
  const deployment = readDeployment(config);
  const allowed = options.allow === undefined ? [] : readAllowFile(options.allow, dependencies.clock.now());
  await dependencies.requirePeers(true);
  const region = await dependencies.callerRegion(deployment.region);
  const account = deployment.account ?? (await dependencies.callerAccount(region));
  const progress = (line: string) => terminal.err(`${line}\n`);
  const { stackName = DEFAULT_STACK_NAME } = deployment;
  const synthesis = { deployment, progress, file: config, assets: 'bootstrap' } as const;
  return withAssembly(dependencies.synthesize, synthesis, async ({ directory, template }) => {
    const deployer = await dependencies.deployer({
      ...{ assembly: directory, stackName, region, progress },
      answer: async (question) => yes || (await confirm?.(question)) === true,
    });
    let planned: PlannedChanges | null = null;
    let reason: string | null = null;
    const show = (diff: TemplateDiff, write: (text: string) => void) => {
      planned = plannedChanges(stackName, template, diff, allowed);
      write(printPlanned(planned, terminal.columns));
    };
    const approve = async (diff: TemplateDiff): Promise<boolean> => {
      show(diff, terminal.err);
      reason = yes && planned !== null ? refusalOfYes(planned) : null;
      return (
        reason === null &&
        (yes || (await confirm?.(`Deploy ${stackName} to account ${account}, ${region}?`)) === true)
      );
    };
    if (dryRun) {
      show(await deployer.diff(), json ? terminal.err : terminal.out);
    }
    const deployed: EndedDeployment = dryRun ? { outcome: 'dry-run' } : await deployer.deploy(approve);
    terminal.out(
      json
        ? `${JSON.stringify(deploymentJson(stackName, deployed, planned, reason), null, 2)}\n`
        : printDeployed(stackName, deployed, reason, terminal.columns),
    );
    return deployed.outcome === 'declined' ? EXIT.rejected : EXIT.succeeded;
  });
}
