import type { StackChange } from '../../lambdas/core/stack-changes/stack-change';
import { replacementBy } from './impact';
import { valueKey } from './same';
import type { TemplateResource, Value } from './template';

/** What was added or removed, by its change. */
export type Contents = ReadonlyMap<StackChange, TemplateResource>;

/**
 * Tells removals whose content is added again under another logical id or in another stack. To CloudFormation that is no move: it makes a new
 * resource and deletes the one that serves.
 */
export function withMoves(changes: readonly StackChange[], contents: Contents): StackChange[] {
  const added = new Map<string, StackChange[]>();
  for (const change of changes.filter(({ action }) => action === 'Add')) {
    const key = keyOf(contents.get(change));
    added.set(key, [...(added.get(key) ?? []), change]);
  }
  const moves = new Map<StackChange, StackChange>();
  for (const change of changes.filter(({ action }) => action === 'Remove')) {
    const resource = contents.get(change);
    const target = hasContent(resource) ? added.get(keyOf(resource))?.shift() : undefined;
    if (resource !== undefined && target !== undefined) {
      const name = ownName(resource);
      moves.set(change, {
        ...change,
        action: 'Move',
        notes: [
          `The same is added as ${placeOf(target)}: CloudFormation makes a new one, and moves none but by a stack refactoring.`,
          ...change.notes,
        ],
      });
      moves.set(target, { ...target, notes: [...target.notes, ...conflict(name, change)] });
    }
  }
  return changes.map((change) => moves.get(change) ?? change);
}

function conflict(name: string | null, removed: StackChange): string[] {
  const from = `It has the content of ${placeOf(removed)}, which is removed.`;
  return name === null
    ? [from]
    : [`${from} Its ${name} is taken while that one is there, so the deployment fails.`];
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

/** The property by which a resource carries a name of its own, such as `TableName` of a table; null when CloudFormation names it. */
function ownName({ Type, Properties }: TemplateResource): string | null {
  const kind = Type.slice(Type.lastIndexOf(':') + 1);
  const isOwn = ([property, value]: [string, Value]) => {
    const [, stem] = property.match(/^(.*)(?:Name|Identifier)$/) ?? [];
    const named = stem !== undefined && kind.endsWith(stem) && typeof value === 'string';
    return named && replacementBy(Type, property) === 'always';
  };
  return Object.entries(Properties).find(isOwn)?.[0] ?? null;
}
