import colors from 'picocolors';
import {
  describeChange,
  type JudgedChange,
  rejectedOf,
} from '../../../lambdas/core/stack-changes/stack-change';
import type { IamChange } from '../../deployment/iam-changes';
import type { PlannedChanges } from '../../deployment/planned-changes';
import type { DeploymentOutcome } from '../../deployment/toolkit-deployer';
import { printChanges, summaryOf } from './changes-text';
import { wrap } from './format';

/** How `cutover deploy` ended. */
export type EndedDeployment = DeploymentOutcome | { readonly outcome: 'dry-run' };

/**
 * Every change with its risk, and every permission that is given or taken. Additions that are safe are
 * counted by their type: a first deployment has more than a hundred.
 */
export function printPlanned({ judged, iam }: PlannedChanges, columns: number): string {
  const isPlain = ({ action, risk, notes }: JudgedChange) =>
    action === 'Add' && risk === 'safe' && notes.length === 0;
  const added = judged.changes.filter(isPlain);
  const listed = judged.changes.filter((change) => !isPlain(change));
  const count = (change: IamChange['change']) => iam.filter((one) => one.change === change).length;
  const permissions =
    iam.length === 0
      ? 'Permissions: no changes.'
      : `Permissions: ${count('Add')} added, ${count('Remove')} removed.`;
  return [
    ...(added.length === 0 ? [] : [`Resources that are added: ${added.length}.`, ...byType(added)]),
    ...(listed.length === 0 && added.length > 0
      ? [summaryOf(judged), '']
      : [printChanges({ ...judged, changes: listed }, columns)]),
    permissions,
    ...iam.map((one) => wrap(iamLine(one), columns, '    ')),
    '',
  ].join('\n');
}

function byType(changes: readonly JudgedChange[]): readonly string[] {
  const types = [...new Set(changes.map(({ type }) => type))].sort();
  return types.map((type) => `  ${changes.filter((one) => one.type === type).length} ${type}`);
}

function iamLine({ change, effect, actions, principals, resources, condition }: IamChange): string {
  const [sign, paint] = change === 'Add' ? ['+', colors.green] : ['-', colors.red];
  const on = resources.length === 0 ? '' : ` on ${resources.join(', ')}`;
  const if_ = condition === null ? '' : ` if ${JSON.stringify(condition)}`;
  return `  ${paint(sign)} ${effect} ${actions.join(', ')}${on} for ${principals.join(', ')}${if_}`;
}

/**
 * Why `--yes` does not accept these changes.
 * @returns null when it does: no change of a high risk, or each is in the allow file
 */
export function refusalOfYes({ judged }: PlannedChanges): string | null {
  const risky = rejectedOf(judged.changes).filter(({ risk }) => risk === 'high' || risk === 'critical');
  const [first] = risky;
  return first === undefined
    ? null
    : `--yes accepts no change of a high or critical risk, and there ${risky.length === 1 ? 'is' : 'are'} ` +
        `${risky.length}: ${describeChange(first)}${risky.length === 1 ? '' : ', and others'};` +
        ' accept what is meant in a file for --allow, or deploy from a terminal without --yes';
}

/** How it ended, with the outputs of the stack. */
export function printDeployed(
  stackName: string,
  ended: EndedDeployment,
  reason: string | null,
  columns: number,
): string {
  const say = (text: string) => `${wrap(text, columns, '')}\n`;
  switch (ended.outcome) {
    case 'dry-run':
      return say('Nothing was deployed (--dry-run).');
    case 'declined':
      return say(colors.red(`${stackName} was not deployed: ${reason ?? DECLINED}.`));
    default: {
      const { outputs, account, region, leftBehind } = ended.stack;
      const what = ended.outcome === 'deployed' ? 'is deployed' : 'has no changes; nothing was deployed';
      return [
        say(colors.green(`${stackName} ${what} (account ${account}, ${region}).`)),
        ...Object.entries(outputs).map(([name, value]) => `${name}: ${value}\n`),
        ...leftBehind.map((one) => say(`Left behind, because it could not be deleted: ${one}`)),
        say(`Next: cutover check PLAN, then cutover start PLAN --stack ${stackName}`),
      ].join('');
    }
  }
}

const DECLINED = 'it was declined';

/** The document of `--json`. */
export function deploymentJson(
  stackName: string,
  ended: EndedDeployment,
  planned: PlannedChanges | null,
  reason: string | null,
): object {
  const isDone = 'stack' in ended;
  return {
    outcome: ended.outcome,
    reason: ended.outcome === 'declined' ? (reason ?? DECLINED) : null,
    stackName,
    account: isDone ? ended.stack.account : null,
    region: isDone ? ended.stack.region : null,
    stackArn: isDone ? ended.stack.stackArn : null,
    outputs: isDone ? ended.stack.outputs : {},
    leftBehind: isDone ? ended.stack.leftBehind : [],
    summary: planned === null ? 'No changes.' : summaryOf(planned.judged),
    changes: planned?.judged.changes ?? [],
    unused: planned?.judged.unused ?? [],
    iam: planned?.iam ?? [],
  };
}
