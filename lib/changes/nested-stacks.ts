import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { INSIDE_UNKNOWN, judgeNestedStack } from '../../lambdas/core/stack-changes/nested-stack';
import type { StackChange } from '../../lambdas/core/stack-changes/stack-change';
import { type ChangedNames, mayDiffer } from './changed-names';
import type { ChangeHere, Replaced } from './modification';
import type { Contents } from './moves';
import type { Feeds } from './outside/outside-names';
import {
  isSection,
  NO_TEMPLATE,
  readTemplate,
  type Template,
  type TemplateResource,
  type Value,
} from './template';
import type { CompareTemplates, TemplateDiff, TemplatePlace } from './template-diff';

/** The changes in nested stacks whose templates are available. */
export interface NestedDiff {
  readonly changes: readonly StackChange[];
  readonly contents: Contents;
  /** The attributes whose values may differ, such as `Nested.Outputs.Url`. */
  readonly changedAttributes: readonly string[];
  readonly feeds: Feeds;
}

/** The nested stacks of two templates. */
export interface NestedStacks {
  diff(names: ChangedNames, replaced: Replaced): NestedDiff;
  /**
   * The change of a nested stack, considering the changes in it. The change of another resource is returned
   * unchanged.
   */
  judge(id: string, change: ChangeHere, resource: TemplateResource): ChangeHere;
  /** Notes on a nested stack that is added or removed. */
  notesOn(id: string): readonly string[];
}

/** Follows nested stacks whose templates are next to those of their parents, as CDK writes them. */
export function nestedStacks(
  old: Template,
  fresh: Template,
  place: TemplatePlace,
  compare: CompareTemplates,
): NestedStacks {
  const { stack, feeds } = place;
  const known = new Map<string, TemplateDiff>();
  const ids = [...new Set([...Object.keys(old.resources), ...Object.keys(fresh.resources)])];
  const isNested = (id: string) =>
    [old, fresh].some(({ resources }) => resources[id]?.Type === 'AWS::CloudFormation::Stack');
  const pairs = new Map(
    ids
      .filter(isNested)
      .map((id) => [id, { old: templateOf(old, id), fresh: templateOf(fresh, id) }] as const),
  );
  const isKnown = (id: string) => {
    const pair = pairs.get(id);
    return pair !== undefined && pair.old !== null && pair.fresh !== null;
  };
  return {
    diff: (names, replaced) => {
      const inside = [...pairs]
        .filter(([id]) => isKnown(id))
        .map(([id, pair]) => {
          const [before, after] = [parametersOf(old, id), parametersOf(fresh, id)];
          const changedParameters = new Set(
            Object.keys(after).filter((name) => mayDiffer(before[name], after[name], names, replaced)),
          );
          // The same parameters give the same changes; a pass for each link of a chain would be too many.
          const key = JSON.stringify([id, [...changedParameters].sort()]);
          const place = { stack: `${stack}/${id}`, isNested: true, changedParameters, feeds };
          const diff = known.get(key) ?? compare(pair.old ?? NO_TEMPLATE, pair.fresh ?? NO_TEMPLATE, place);
          known.set(key, diff);
          return { id, diff };
        });
      return {
        changes: inside.flatMap(({ diff }) => diff.changes),
        contents: new Map(inside.flatMap(({ diff }) => [...diff.contents])),
        changedAttributes: inside.flatMap(({ id, diff }) =>
          [...diff.changedOutputs].map((name) => `${id}.Outputs.${name}`),
        ),
        feeds: new Map(inside.flatMap(({ diff }) => [...diff.feeds])),
      };
    },
    judge: (id, change, { Type }) => {
      if (Type !== 'AWS::CloudFormation::Stack' || change.action !== 'Modify') {
        return change;
      }
      return judgeNestedStack(change, isKnown(id));
    },
    notesOn: (id) => (pairs.has(id) && !isKnown(id) ? [INSIDE_UNKNOWN] : []),
  };
}

/**
 * The template of a nested stack; null if its file is not known, the empty template if there is no such
 * stack.
 */
function templateOf(parent: Template, id: string): Template | null {
  const resource = parent.resources[id];
  if (resource?.Type !== 'AWS::CloudFormation::Stack') {
    return NO_TEMPLATE;
  }
  const { Metadata } = resource.attributes;
  const asset = Metadata !== undefined && isSection(Metadata) ? Metadata['aws:asset:path'] : undefined;
  const named = asset ?? resource.Properties.TemplateURL;
  if (typeof named !== 'string' || /^https?:|^s3:/.test(named)) {
    return null;
  }
  const file = join(dirname(parent.file), named);
  return isFile(file) ? readTemplate(file, true) : null;
}

function parametersOf({ resources }: Template, id: string): Readonly<Record<string, Value>> {
  const parameters = resources[id]?.Properties.Parameters;
  return parameters !== undefined && isSection(parameters) ? parameters : {};
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
