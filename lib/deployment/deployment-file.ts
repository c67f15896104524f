import * as v from 'valibot';
import { flag, listOf, namesAndValues, text, textLike } from '../../lambdas/core/validation/fields';
import { type Checked, check } from '../../lambdas/core/validation/problems';
import { appSettingsSchema, topicArn } from '../workflow/settings/app-settings-schema';
import { accountNumber, regionName } from '../workflow/settings/given-schemas';

/** The name of the stack that commands look for where nobody names one. */
export const DEFAULT_STACK_NAME = 'Cutover';

/** CloudFormation API Reference, Tag: a key of at most 128 characters. The prefix `aws:` is reserved. */
const tagKey = textLike(
  /^(?!aws:)[\s\S]{1,128}$/,
  'must be the key of a tag, 1 to 128 characters, and not begin with "aws:"',
);

/**
 * A file from which a workflow is deployed without a CDK app: what the deployment may do, and its stack.
 * Where a field is left out, CloudFormation or the workflow has the default. Loads without CDK.
 */
export const deploymentSchema = v.strictObject({
  $schema: v.exactOptional(text(2048, 'the address of a JSON Schema')),
  stackName: v.exactOptional(
    textLike(
      /^[A-Za-z][A-Za-z0-9-]{0,127}$/,
      'must be the name of a stack, at most 128 letters, digits and "-", beginning with a letter',
    ),
  ),
  account: v.exactOptional(accountNumber),
  region: v.exactOptional(regionName),
  tags: v.exactOptional(
    namesAndValues(tagKey, text(256, 'the value of a tag, in quotes where it is a number'), 'tags'),
  ),
  terminationProtection: v.exactOptional(flag('whether the stack is protected from deletion')),
  stackNotificationArns: v.exactOptional(
    listOf(topicArn, 1, 5, 'SNS topics that CloudFormation notifies of events of the stack'),
  ),
  permissionsBoundary: v.exactOptional(
    textLike(
      /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/.{1,512}$/,
      'must be the ARN of a managed policy, such as arn:aws:iam::111122223333:policy/boundary',
    ),
  ),
  bootstrapQualifier: v.exactOptional(
    textLike(
      /^[a-z0-9]{1,10}$/,
      'must be the qualifier of a bootstrap, 1 to 10 lower-case letters and digits',
    ),
  ),
  ...appSettingsSchema.entries,
});

/** A deployment as it is written. */
export type DeploymentFile = v.InferInput<typeof deploymentSchema>;

/** Fields that are written otherwise in other places, and their names here. */
const RENAMED = {
  allowPrivateAddresses: 'allowedPrivateNetworks, a list of networks with their ports',
  existingGates: 'gates',
  existingTopics: 'notifications',
};

/**
 * Checks a deployment, except for rules that only the constructs know, such as what belongs to one Region.
 */
export function checkDeploymentFile(value: unknown): Checked<DeploymentFile> {
  const unprefixed = prefixed(value);
  if (unprefixed !== null) {
    return unprefixed;
  }
  const checked = check(deploymentSchema, value, RENAMED);
  // As it was written: the constructs fill in the defaults.
  return checked.ok ? { ok: true, value: value as DeploymentFile } : checked;
}

/** In `cdk.json` each setting has a prefix, which somebody may copy from there with the setting. */
function prefixed(value: unknown): Checked<DeploymentFile> | null {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const found = keys.filter((key) => key.startsWith('cutover:'));
  return found.length === 0
    ? null
    : {
        ok: false,
        problems: found.map((path) => ({
          path,
          message: `has the prefix of the CDK context; write ${path.slice('cutover:'.length)}`,
        })),
      };
}
