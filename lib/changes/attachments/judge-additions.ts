import { highestRisk, type Risk, type StackChange } from '../../../lambdas/core/stack-changes/stack-change';
import type { TemplateResource } from '../template';
import type { Attachment, AttachmentFinding, PropertyTest } from './attachment';
import type { ComparedStack, ComparedStacks, PlacedResource } from './compared';
import { tagFindings, weightFindings } from './live-weights';
import { loopMembers } from './loops';
import { ACCOUNT_TARGET, attaches } from './notes';
import { originOf, type Target } from './origin';
import { propertyValues, wordsAt } from './paths';
import { newMemberFindings } from './records/judge-records';
import { attachmentsOf, isOwnType } from './table/table';
import { unlistedFindings } from './unlisted';

/**
 * Raises the risk of additions that attach to something that exists, and of updates that write the template's
 * weights over the live ones. The notes say why.
 */
export function withAttachments(
  changes: readonly StackChange[],
  compared: readonly ComparedStack[],
): StackChange[] {
  const world: ComparedStacks = new Map(compared.map((stack) => [stack.stack, stack]));
  return changes.map((change) => {
    const stack = world.get(change.stack);
    const resource = stack?.fresh.resources[change.logicalId];
    if (stack !== undefined && change.type === 'Stack') {
      return withFindings(change, tagFindings(stack));
    }
    if (stack === undefined || resource === undefined) {
      return change;
    }
    return withFindings(change, findingsOf(change, { stack, world, logicalId: change.logicalId, resource }));
  });
}

function findingsOf(change: StackChange, placed: PlacedResource): readonly AttachmentFinding[] {
  switch (change.action) {
    case 'Add':
      return additionFindings(placed);
    case 'Modify':
    case 'Remove':
      return [...weightFindings(change, placed), ...newMemberFindings(placed)];
    default:
      return [];
  }
}

function additionFindings(added: PlacedResource): readonly AttachmentFinding[] {
  const { Type } = added.resource;
  if (Type.startsWith('Fn::')) {
    return loopMembers(added).flatMap(additionFindings);
  }
  const attachments = attachmentsOf(Type);
  return attachments.length === 0 && !isOwnType(Type)
    ? unlistedFindings(added)
    : attachments.flatMap((attachment) => findingsBy(attachment, added));
}

function findingsBy(attachment: Attachment, added: PlacedResource): readonly AttachmentFinding[] {
  const { judge, risk, why, when, unless, targets } = attachment;
  const { resource } = added;
  if ((when !== undefined && !holds(when, resource)) || (unless !== undefined && is(unless, resource))) {
    return [];
  }
  const found =
    targets === 'account' ? [ACCOUNT_TARGET] : existingTargets(targets, added, attachment.orDefault);
  if (found.length === 0) {
    return [];
  }
  return judge?.(added, found) ?? [{ risk, note: `${attaches(found)}: ${why}.` }];
}

function existingTargets(paths: readonly string[], added: PlacedResource, byDefault?: string): Target[] {
  const { resource } = added;
  const values = paths.flatMap((path) => propertyValues(resource.Properties, path));
  if (values.length === 0 && byDefault !== undefined) {
    return [{ origin: 'existing', name: byDefault }];
  }
  return values
    .map((value) => originOf(value, added, resource.Type))
    .filter(({ origin }) => origin === 'existing');
}

/**
 * Whether a property may have one of the values: of both branches of `Fn::If`, and where it cannot be read.
 */
function holds({ path, is: values }: PropertyTest, { Properties }: TemplateResource): boolean {
  return propertyValues(Properties, path).some(
    (value) => values === undefined || typeof value !== 'string' || values.includes(value.toLowerCase()),
  );
}

/** Whether a property certainly has one of the values. */
function is({ path, is: values = [] }: PropertyTest, { Properties }: TemplateResource): boolean {
  const words = wordsAt(Properties, path);
  return words.length > 0 && words.every((word) => values.includes(word));
}

function withFindings(change: StackChange, findings: readonly AttachmentFinding[]): StackChange {
  if (findings.length === 0) {
    return change;
  }
  const risks: Risk[] = findings.map(({ risk }) => risk);
  const least = highestRisk([...risks, change.leastRisk ?? 'safe']);
  const notes = [...new Set([...change.notes, ...findings.map(({ note }) => note)])];
  return { ...change, notes, ...(least === 'safe' ? {} : { leastRisk: least }) };
}
