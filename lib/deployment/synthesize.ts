import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  CliCredentialsStackSynthesizer,
  DefaultStackSynthesizer,
  type IStackSynthesizer,
  PermissionsBoundary,
  type StackProps,
  type StackSynthesizer,
} from 'aws-cdk-lib';
import { ValidationError } from '../../lambdas/core/validation/validated';
import { STANDARD_INPUT } from '../shared/files/file-bytes';
import { UsageError } from '../shared/usage-error';
import { CutoverApp } from '../workflow/cutover-app';
import { appSettings } from '../workflow/settings/app-settings';
import { addAssetParameters } from './asset-parameters';
import { DEFAULT_STACK_NAME, type DeploymentFile } from './deployment-file';
import { ASSETS_BUCKET, ASSETS_PREFIX, type TemplateFile } from './template-files';
import { templateFolder } from './template-folder';

/** How a deployment is synthesized. */
export interface SynthesisOptions {
  /** The file of the deployment, to which the paths of plans are relative; `-` for standard input. */
  readonly file: string;
  /** Where the cloud assembly is written. */
  readonly outdir: string;
  /**
   * Where the functions' code will be. `bootstrap`: in the bucket of `cdk bootstrap`; `parameters`: in a
   * bucket that the parameters of the template name, without any rule about a bootstrap.
   */
  readonly assets: 'bootstrap' | 'parameters';
}

/** A stack that was synthesized. */
export interface SynthesizedStack {
  /** The directory of its cloud assembly. */
  readonly directory: string;
  /** The text of its template. */
  readonly template: string;
  /** What constructs warn of. */
  readonly warnings: readonly string[];
  /** The template and its assets, as a team uploads them; see `templateFolder`. */
  readonly files: () => TemplateFile[];
}

/** Synthesizes the one stack of a deployment. */
export type Synthesize = (
  deployment: DeploymentFile,
  options: SynthesisOptions,
) => SynthesizedStack | Promise<SynthesizedStack>;

/**
 * Synthesizes the one stack of a deployment.
 * @throws UsageError when the constructs refuse a setting, or a plan of a schedule cannot be read
 */
export function synthesizeDeployment(
  deployment: DeploymentFile,
  { file, outdir, assets }: SynthesisOptions,
): SynthesizedStack {
  const { stackName, settings, stack } = partsOf(deployment);
  const folder = file === STANDARD_INPUT ? '.' : dirname(file);
  const { bootstrapQualifier: qualifier } = deployment;
  const app = refusedAsUsage(file, () => {
    const made = new CutoverApp({
      outdir,
      autoSynth: false,
      // Neither is of use outside of the CDK command line.
      analyticsReporting: false,
      treeMetadata: false,
      settings: appSettings(settings, (path) => resolve(folder, path)),
      stack: {
        ...stack,
        stackName,
        synthesizer: synthesizerOf(assets, qualifier),
      },
    });
    if (assets === 'parameters') {
      addAssetParameters(made.stack);
    }
    return made;
  });
  const [only, ...others] = app.synth().stacks;
  if (only === undefined || others.length > 0) {
    throw new Error(`the app has ${others.length + 1} stacks instead of one`);
  }
  const said = (level: string) =>
    only.messages.flatMap(({ level: one, id, entry }) => (one === level ? [`${id}: ${entry.data}`] : []));
  const [error] = said('error');
  if (error !== undefined) {
    throw new UsageError(`the stack cannot be deployed: ${error}`);
  }
  return {
    directory: outdir,
    template: readFileSync(only.templateFullPath, 'utf8'),
    warnings: said('warning'),
    files: () => templateFolder(only),
  };
}

/** The type of CDK's synthesizers lacks what `exactOptionalPropertyTypes` asks for, hence the assertion. */
function synthesizerOf(assets: SynthesisOptions['assets'], qualifier: string | undefined): IStackSynthesizer {
  const made: StackSynthesizer =
    assets === 'bootstrap'
      ? new DefaultStackSynthesizer(qualifier === undefined ? {} : { qualifier })
      : // The one of CDK's synthesizers without roles, and without a rule about the version of the bootstrap.
        // It turns placeholders into Fn::Sub.
        new CliCredentialsStackSynthesizer({
          fileAssetsBucketName: `\${${ASSETS_BUCKET}}`,
          bucketPrefix: `\${${ASSETS_PREFIX}}`,
        });
  return made as IStackSynthesizer;
}

/** The settings of the workflow, and the props of its stack. */
function partsOf(deployment: DeploymentFile) {
  const { $schema: _, bootstrapQualifier: __, stackName = DEFAULT_STACK_NAME, ...rest } = deployment;
  const { account, region, tags, terminationProtection, stackNotificationArns, ...more } = rest;
  const { permissionsBoundary, ...settings } = more;
  const env = { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) };
  const stack: StackProps = {
    ...(Object.keys(env).length === 0 ? {} : { env }),
    ...(tags === undefined ? {} : { tags }),
    ...(terminationProtection === undefined ? {} : { terminationProtection }),
    ...(stackNotificationArns === undefined ? {} : { notificationArns: [...stackNotificationArns] }),
    ...(permissionsBoundary === undefined
      ? {}
      : { permissionsBoundary: PermissionsBoundary.fromArn(permissionsBoundary) }),
  };
  return { stackName, settings, stack };
}

/** What the constructs refuse is wrong in the file. */
function refusedAsUsage<T>(file: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof ValidationError && !(error instanceof UsageError)) {
      const name = file === STANDARD_INPUT ? 'standard input' : file;
      throw new UsageError(`${name} has settings that cannot be deployed`, error.problems);
    }
    throw error;
  }
}
