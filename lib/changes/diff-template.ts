import type { StackChange } from '../../lambdas/core/stack-changes/stack-change';
import { type ChangedNames, changedNames, mayDiffer } from './changed-names';
import { CDK_METADATA, type ChangeHere, type Replaced } from './modification';
import { type NestedStacks, nestedStacks } from './nested-stacks';
import { feedsOf } from './outside/feeds';
import { addOutsideNames } from './outside/outside-names';
import { supersededBy } from './releases/superseded';
import { type FollowedChanges, followChanges } from './resources/follow-changes';
import { afterRemoval } from './retention';
import { constructPath, isSection, type Template, type TemplateResource, type Value } from './template';
import type { TemplateDiff, TemplatePlace } from './template-diff';
import { templateLevelChanges } from './template-level';
import { unseenChanges, withUnseen } from './text-limits/unseen-changes';
import { shownValue } from './values/shown-value';

/**
 * The changes that an update from one template to another makes to the resources of a stack, and of its
 * nested stacks if their templates are available. A replacement affects every resource that refers to the
 * replaced one, including references in `Fn::Join` and `Fn::Sub`, into nested stacks and out of them.
 */
export function diffTemplate(old: Template, fresh: Template, place: TemplatePlace): TemplateDiff {
  const { stack, feeds } = place;
  const names = changedNames(old, fresh, place.changedParameters);
  const nested = nestedStacks(old, fresh, place, diffTemplate);
  const templates = [old, fresh] as const;
  const { changed, replaced, inside } = followChanges(templates, { templates, names }, nested, (references) =>
    addOutsideNames(names, references, { template: fresh, stack, feeds }),
  );
  const addedOrRemoved = appearing(old, fresh, nested).map(([id, change]) => {
    const found = resourceIn(old, fresh, id);
    return [id, change, located(change, id, found, stack), found] as const;
  });
  const changedOutputs = outputsOf(old, fresh, names, replaced);
  const here = [
    ...[...changed].flatMap(([id, change]) => (change === null ? [] : [[id, change] as const])),
    ...addedOrRemoved.map(([id, change]) => [id, change] as const),
  ];
  const listed = [
    ...addedOrRemoved.map(([, , change]) => change),
    ...staying(changed, nested, fresh, stack),
    ...templateLevelChanges(old, fresh, place),
  ];
  const unpinned = nested.unpinned().filter((id) => changed.get(id)?.touches !== true);
  const isUpdated = nested.isUpdated || inside.changes.length > 0;
  const unseen = unseenChanges({ old, fresh, isUpdated, unpinned });
  const all = withUnseen(listed, unseen, { stack, fresh });
  return {
    changes: [...all.values(), ...inside.changes],
    contents: new Map([
      ...addedOrRemoved.map(([, , change, found]) => [all.get(change) ?? change, found] as const),
      ...inside.contents,
    ]),
    compared: [{ stack, isNested: place.isNested, old, fresh }, ...inside.compared],
    changedOutputs,
    feeds: new Map([...feedsOf(fresh, stack, here, changedOutputs), ...inside.feeds]),
  };
}

function appearing(old: Template, fresh: Template, nested: NestedStacks): [string, ChangeHere][] {
  const base = { replacement: 'never', touches: true, causes: [] } as const;
  const added = Object.keys(fresh.resources).filter((id) => !(id in old.resources));
  const removed = Object.keys(old.resources).filter((id) => !(id in fresh.resources));
  return [
    ...added.map((id): [string, ChangeHere] => [
      id,
      { ...base, action: 'Add', notes: nested.notesOn(id), ...nested.riskOfAdding(id) },
    ]),
    ...removed.map((id): [string, ChangeHere] => {
      const condition = resource(old, id).attributes.Condition;
      const conditional =
        condition === undefined ? [] : [`It existed only on condition ${shownValue(condition)}.`];
      const superseded = supersededBy(id, old, fresh);
      const notes = [
        ...conditional,
        ...(superseded === null ? [] : [superseded]),
        afterRemoval(resource(old, id), old),
        ...nested.notesOn(id),
      ];
      const touches = superseded === null && resource(old, id).Type !== CDK_METADATA;
      return [id, { ...base, action: 'Remove', touches, notes }];
    }),
  ];
}

function staying(
  changed: FollowedChanges['changed'],
  nested: NestedStacks,
  fresh: Template,
  stack: string,
): StackChange[] {
  return [...changed].flatMap(([id, change]) => {
    const found = resource(fresh, id);
    return change === null ? [] : [located(nested.judge(id, change, found), id, found, stack)];
  });
}

function outputsOf(old: Template, fresh: Template, names: ChangedNames, replaced: Replaced): Set<string> {
  const value = ({ outputs }: Template, name: string): Value | undefined => {
    const output = outputs[name];
    return isSection(output) ? output.Value : undefined;
  };
  const shared = Object.keys(fresh.outputs).filter((name) => name in old.outputs);
  return new Set(shared.filter((name) => mayDiffer(value(old, name), value(fresh, name), names, replaced)));
}

function located(change: ChangeHere, logicalId: string, found: TemplateResource, stack: string): StackChange {
  return { stack, logicalId, path: constructPath(found), type: found.Type, ...change };
}

function resourceIn(old: Template, fresh: Template, id: string): TemplateResource {
  return id in fresh.resources ? resource(fresh, id) : resource(old, id);
}

function resource({ resources }: Template, id: string): TemplateResource {
  return resources[id] as TemplateResource;
}
