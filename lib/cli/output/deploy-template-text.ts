import { join } from 'node:path';
import { plural } from '../../../lambdas/core/shared/plural';
import { DEFAULT_STACK_NAME, type DeploymentFile } from '../../deployment/deployment-file';
import { ASSETS_BUCKET, ASSETS_PREFIX, TEMPLATE_FILE } from '../../deployment/template-files';
import { wrap } from './format';

/** The commands that deploy a written template. What a template cannot hold is among their options. */
export function nextSteps(folder: string, deployment: DeploymentFile): readonly string[] {
  const { stackName = DEFAULT_STACK_NAME, region, tags = {}, stackNotificationArns = [] } = deployment;
  const where = region === undefined ? [] : ['--region', region];
  const tagged = Object.entries(tags).map(([key, value]) => quoted(`${key}=${value}`));
  const lines = [
    ['aws s3 cp', quoted(folder), '"s3://$BUCKET/$PREFIX/" --recursive', ...where],
    [
      `aws cloudformation deploy --stack-name ${stackName}`,
      `--template-file ${quoted(join(folder, TEMPLATE_FILE))}`,
      '--s3-bucket "$BUCKET" --s3-prefix "$PREFIX" --capabilities CAPABILITY_IAM',
      `--parameter-overrides "${ASSETS_BUCKET}=$BUCKET" "${ASSETS_PREFIX}=$PREFIX/"`,
      ...(tagged.length === 0 ? [] : [`--tags ${tagged.join(' ')}`]),
      ...(stackNotificationArns.length === 0
        ? []
        : [`--notification-arns ${stackNotificationArns.join(' ')}`]),
      ...where,
    ],
    ...(deployment.terminationProtection === true
      ? [
          [
            `aws cloudformation update-termination-protection --stack-name ${stackName}`,
            '--enable-termination-protection',
            ...where,
          ],
        ]
      : []),
  ];
  return ['BUCKET=your-bucket PREFIX=cutover', ...lines.map((parts) => parts.join(' '))];
}

/** A word of a shell. */
function quoted(text: string): string {
  return /^[\w./:=@%+-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;
}

/** What was written, and what to do with it. The commands are not wrapped: they are copied. */
export function printTemplateWritten(
  folder: string,
  assets: number,
  next: readonly string[],
  columns: number,
): string {
  const said =
    `Written to ${folder}: ${TEMPLATE_FILE}, and ${plural(assets, 'archive')} of code.` +
    ' Next, with a bucket in the Region of the stack:';
  return `${wrap(said, columns, '')}\n${next.map((line) => `  ${line}\n`).join('')}`;
}
