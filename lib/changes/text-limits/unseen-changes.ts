import type { StackChange } from '../../../lambdas/core/stack-changes/stack-change';
import { constructPath, type Template } from '../template';
import { newDuplicates } from './duplicate-keys';
import { actingMacros, macrosIn } from './macros';
import { samGenerated } from './sam-generated';
import { templatesDiffer } from './template-differs';
import type { UnseenChange } from './unseen-change';

/** What a pair of templates does beside the changes that its texts show. */
export interface UnseenInput {
  readonly old: Template;
  readonly fresh: Template;
  /** Whether CloudFormation updates the stack: its template differs, or that of a stack above or below. */
  readonly isUpdated: boolean;
  /** Nested stacks of both templates whose content is not known, and may change under the same name. */
  readonly unpinned: readonly string[];
}

/**
 * The changes that the texts of two templates cannot show, in a stack that is updated: by macros, by AWS SAM,
 * and in nested stacks. Nothing of an identical pair is listed.
 */
export function unseenChanges({ old, fresh, isUpdated, unpinned }: UnseenInput): UnseenChange[] {
  const duplicates = newDuplicates(old, fresh);
  if (!isUpdated || old.file === '' || fresh.file === '') {
    return duplicates;
  }
  return [
    ...duplicates,
    ...(templatesDiffer(old, fresh) ? [...macroChanges(old, fresh), ...samGenerated(old, fresh)] : []),
    ...partsByMacros(old, fresh),
    ...unpinned.map(
      (id): UnseenChange => ({
        logicalId: id,
        type: fresh.resources[id]?.Type ?? '',
        action: 'Modify',
        notes: [
          'Its template is read again at each deployment, and nothing in its location says that the content' +
            ' is the same. Name it by a hash of its content, or give the template as a local path.',
        ],
      }),
    ),
  ];
}

function macroChanges(old: Template, fresh: Template): UnseenChange[] {
  const names = [...new Set(actingMacros(old, fresh).map(({ name }) => name))];
  return names.length === 0
    ? []
    : [
        {
          logicalId: 'Template.Transform',
          type: 'Section',
          action: 'Modify',
          notes: [
            `Only CloudFormation knows what ${names.join(', ')} makes of the template: it may change any` +
              ' resource. Create a change set to see which.',
          ],
        },
      ];
}

function partsByMacros(old: Template, fresh: Template): UnseenChange[] {
  return Object.entries(fresh.resources).flatMap(([id, resource]): UnseenChange[] => {
    const names = [...new Set(macrosIn(resource).map(({ name }) => name))];
    const note = `The template does not show the part that ${names.join(', ')} writes at each deployment.`;
    const action = id in old.resources ? 'Modify' : 'Add';
    return names.length === 0 ? [] : [{ logicalId: id, type: resource.Type, action, notes: [note] }];
  });
}

/**
 * The changes of a template with those that it does not show: a listed change of the same resource gets the
 * notes and at least the risk `high`; otherwise a change is added.
 */
export function withUnseen(
  changes: readonly StackChange[],
  unseen: readonly UnseenChange[],
  { stack, fresh }: { readonly stack: string; readonly fresh: Template },
): Map<StackChange, StackChange> {
  const result = new Map<StackChange, StackChange>(changes.map((change) => [change, change]));
  const listed = new Map(changes.map((change) => [change.logicalId, change]));
  for (const { logicalId, type, action, notes } of unseen) {
    const known = listed.get(logicalId);
    if (known === undefined) {
      const resource = fresh.resources[logicalId];
      const path = resource === undefined ? null : constructPath(resource);
      const base = { stack, logicalId, path, type, action, touches: true, causes: [] } as const;
      const replacement = action === 'Modify' ? 'unknown' : 'never';
      const change: StackChange = { ...base, replacement, notes, leastRisk: 'high' };
      result.set(change, change);
      listed.set(logicalId, change);
    } else {
      const current = result.get(known) ?? known;
      result.set(known, { ...current, leastRisk: 'high', notes: [...current.notes, ...notes] });
    }
  }
  return result;
}
