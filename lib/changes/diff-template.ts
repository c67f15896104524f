import type { Replacement, StackChange } from '../../lambdas/core/stack-changes/stack-change';
import { type ChangedNames, changedNames, mayDiffer } from './changed-names';
import { type ChangeHere, changeOf, type Replaced } from './modification';
import { type NestedStacks, nestedStacks } from './nested-stacks';
import { afterRemoval } from './retention';
import { isSection, type Template, type TemplateResource, type Value } from './template';
import type { TemplateDiff, TemplatePlace } from './template-diff';
import { templateLevelChanges } from './template-level';

/**
 * The changes that an update from one template to another makes to the resources of a stack, and of its
 * nested stacks if their templates are available. A replacement affects every resource that refers to the
 * replaced one, including references in `Fn::Join` and `Fn::Sub`, into nested stacks and out of them.
 */
export function diffTemplate(old: Template, fresh: Template, place: TemplatePlace): TemplateDiff {
  const names = changedNames(old, fresh, place.changedParameters);
  const shared = Object.keys(old.resources).filter((id) => id in fresh.resources);
  const nested = nestedStacks(old, fresh, place.stack, diffTemplate);
  let replaced: Replaced = new Map();
  for (;;) {
    const changed = new Map(
      shared.map((id) => [id, changeOf(resource(old, id), resource(fresh, id), names, replaced)] as const),
    );
    const before = weigh(names, replaced);
    replaced = replacedIn(changed);
    const inside = nested.diff(names, replaced);
    for (const name of inside.changedAttributes) {
      names.set(`attribute:${name}`, `${name} may have another value`);
    }
    if (weigh(names, replaced) === before) {
      const addedOrRemoved = appearing(old, fresh, nested).map(([id, change]) => {
        const found = resourceIn(old, fresh, id);
        return [located(change, id, found, place.stack), found] as const;
      });
      return {
        changes: [
          ...addedOrRemoved.map(([change]) => change),
          ...staying(changed, nested, fresh, place.stack),
          ...templateLevelChanges(old, fresh, place),
          ...inside.changes,
        ],
        contents: new Map([...addedOrRemoved, ...inside.contents]),
        compared: [{ stack: place.stack, isNested: place.isNested, old, fresh }, ...inside.compared],
        changedOutputs: outputsOf(old, fresh, names, replaced),
      };
    }
  }
}

type Changed = ReadonlyMap<string, ChangeHere | null>;

/** Changes until all references have been followed. */
function weigh(names: ChangedNames, replaced: Replaced): string {
  return JSON.stringify([names.size, [...replaced]]);
}

function replacedIn(changed: Changed): Replaced {
  const replaced = new Map<string, Replacement>();
  for (const [id, change] of changed) {
    if (change !== null && change.replacement !== 'never') {
      replaced.set(id, change.replacement);
    }
  }
  return replaced;
}

function appearing(old: Template, fresh: Template, nested: NestedStacks): [string, ChangeHere][] {
  const base = { replacement: 'never', touches: true, causes: [] } as const;
  const added = Object.keys(fresh.resources).filter((id) => !(id in old.resources));
  const removed = Object.keys(old.resources).filter((id) => !(id in fresh.resources));
  return [
    ...added.map((id): [string, ChangeHere] => [id, { ...base, action: 'Add', notes: nested.notesOn(id) }]),
    ...removed.map((id): [string, ChangeHere] => {
      const condition = resource(old, id).attributes.Condition;
      const conditional = condition === undefined ? [] : [`It existed only on condition ${condition}.`];
      const notes = [...conditional, afterRemoval(resource(old, id)), ...nested.notesOn(id)];
      return [id, { ...base, action: 'Remove', notes }];
    }),
  ];
}

function staying(changed: Changed, nested: NestedStacks, fresh: Template, stack: string): StackChange[] {
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
  const { Metadata } = found.attributes;
  const path = Metadata !== undefined && isSection(Metadata) ? Metadata['aws:cdk:path'] : undefined;
  return { stack, logicalId, path: typeof path === 'string' ? path : null, type: found.Type, ...change };
}

function resourceIn(old: Template, fresh: Template, id: string): TemplateResource {
  return id in fresh.resources ? resource(fresh, id) : resource(old, id);
}

function resource({ resources }: Template, id: string): TemplateResource {
  return resources[id] as TemplateResource;
}
