import type { StackChange } from '../../lambdas/core/stack-changes/stack-change';
import { replacementBy } from './impact';
import { isRelease } from './releases/superseded';
import { valueKey } from './same';
import type { TemplateResource, Value } from './template';

/** The resources that are added or removed, by their changes. */
export type Contents = ReadonlyMap<StackChange, TemplateResource>;

/**
 * Marks removals whose content is added again under another logical id or in another stack. CloudFormation
 * does not move the resource: it creates a new one and deletes the one that is in use.
 */
export function withMoves(changes: readonly StackChange[], contents: Contents): StackChange[] {
  const added = new Map<string, StackChange[]>();
  for (const change of changes.filter(({ action }) => action === 'Add')) {
    const key = keyOf(contents.get(change));
    added.set(key, [...(added.get(key) ?? []), change]);
  }
  const moves = new Map<StackChange, StackChange>();
  const mayMove = ({ action, type, touches }: StackChange) =>
    action === 'Remove' && touches && !isRelease(type);
  for (const change of changes.filter(mayMove)) {
    const resource = contents.get(change);
    const target = hasContent(resource) ? added.get(keyOf(resource))?.shift() : undefined;
    if (resource !== undefined && target !== undefined) {
      const name = ownName(resource);
      moves.set(change, {
        ...change,
        action: 'Move',
        notes: [
          `The same resource is added as ${placeOf(target)}: CloudFormation creates a new one.` +
            ' Only a stack refactoring moves a resource.',
          ...change.notes,
        ],
      });
      moves.set(target, { ...target, notes: [...target.notes, ...conflict(name, change)] });
    }
  }
  return changes.map((change) => moves.get(change) ?? change);
}

function conflict(name: string | null, removed: StackChange): string[] {
  const from = `It has the same content as ${placeOf(removed)}, which is removed.`;
  return name === null ? [from] : [`${from} Its ${name} is in use until then, so the deployment fails.`];
}

function placeOf({ logicalId, stack }: StackChange): string {
  return `${logicalId} of ${stack}`;
}

function hasContent(resource: TemplateResource | undefined): boolean {
  return resource !== undefined && Object.keys(resource.Properties).length > 0;
}

function keyOf(resource: TemplateResource | undefined): string {
  return resource === undefined ? '' : `${resource.Type} ${valueKey(resource.Properties)}`;
}

/**
 * The property with an explicit name of a resource, such as `TableName` of a table; null if CloudFormation
 * generates the name.
 */
function ownName({ Type, Properties }: TemplateResource): string | null {
  const kind = Type.slice(Type.lastIndexOf(':') + 1);
  const isOwn = ([property, value]: [string, Value]) => {
    const [, stem] = property.match(/^(.*)(?:Name|Identifier)$/) ?? [];
    const named = stem !== undefined && kind.endsWith(stem) && typeof value === 'string';
    return named && replacementBy(Type, property) === 'always';
  };
  return Object.entries(Properties).find(isOwn)?.[0] ?? null;
}
