import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { INSIDE_UNKNOWN, judgeNestedStack } from '../../lambdas/core/stack-changes/nested-stack';
import type { StackChange } from '../../lambdas/core/stack-changes/stack-change';
import { UsageError } from '../shared/usage-error';
import type { ComparedStack } from './attachments/compared';
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
import { isPinned } from './text-limits/pinned-location';
import { templatesDiffer } from './text-limits/template-differs';
import { canonicalValue } from './values/canonical-value';

/** The changes in nested stacks whose templates are available. */
export interface NestedDiff {
  readonly changes: readonly StackChange[];
  readonly contents: Contents;
  readonly compared: readonly ComparedStack[];
  /** The attributes whose values may differ, such as `Nested.Outputs.Url`. */
  readonly changedAttributes: readonly string[];
  readonly feeds: Feeds;
}

/** The nested stacks of two templates. */
export interface NestedStacks {
  /** Whether CloudFormation updates the stack, as far as its templates and those in it show. */
  readonly isUpdated: boolean;
  diff(names: ChangedNames, replaced: Replaced): NestedDiff;
  /**
   * The change of a nested stack, considering the changes in it. The change of another resource is returned
   * unchanged.
   */
  judge(id: string, change: ChangeHere, resource: TemplateResource): ChangeHere;
  /** Notes on a nested stack that is added or removed. */
  notesOn(id: string): readonly string[];
  /** What is not known of an added nested stack may attach to anything. */
  riskOfAdding(id: string): Pick<StackChange, 'leastRisk'>;
  /** The stacks of both templates whose content is not known, under a location that does not pin it. */
  unpinned(): readonly string[];
}

/** Types of nested stacks, and the property with the location of their template. */
const LOCATIONS: Readonly<Record<string, string>> = {
  'AWS::CloudFormation::Stack': 'TemplateURL',
  'AWS::Serverless::Application': 'Location',
};

/**
 * Follows nested stacks whose templates are next to those of their parents, as CDK writes them, or at a local
 * path, which `aws cloudformation package` and the SAM CLI replace.
 */
export function nestedStacks(
  old: Template,
  fresh: Template,
  place: TemplatePlace,
  compare: CompareTemplates,
): NestedStacks {
  const { stack, feeds } = place;
  const done = new Map<string, TemplateDiff>();
  const ids = [...new Set([...Object.keys(old.resources), ...Object.keys(fresh.resources)])];
  const isNested = (id: string) =>
    [old, fresh].some(({ resources }) => (resources[id]?.Type ?? '') in LOCATIONS);
  const pairs = new Map(
    ids
      .filter(isNested)
      .map((id) => [id, { old: templateOf(old, id, place), fresh: templateOf(fresh, id, place) }] as const),
  );
  const isKnown = (id: string) => {
    const pair = pairs.get(id);
    return pair !== undefined && pair.old !== null && pair.fresh !== null;
  };
  const isUpdated =
    place.isParentUpdated ||
    place.changedParameters.size > 0 ||
    templatesDiffer(old, fresh) ||
    [...pairs.values()].some((pair) => templatesDiffer(pair.old ?? NO_TEMPLATE, pair.fresh ?? NO_TEMPLATE));
  const parents = [...place.parents, old.file, fresh.file];
  return {
    isUpdated,
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
          const within = { isNested: true, changedParameters, feeds, isParentUpdated: isUpdated, parents };
          const diff =
            done.get(key) ??
            compare(pair.old ?? NO_TEMPLATE, pair.fresh ?? NO_TEMPLATE, {
              stack: `${stack}/${id}`,
              ...within,
            });
          done.set(key, diff);
          return { id, diff };
        });
      return {
        changes: inside.flatMap(({ diff }) => diff.changes),
        contents: new Map(inside.flatMap(({ diff }) => [...diff.contents])),
        compared: inside.flatMap(({ diff }) => diff.compared),
        changedAttributes: inside.flatMap(({ id, diff }) =>
          [...diff.changedOutputs].map((name) => `${id}.Outputs.${name}`),
        ),
        feeds: new Map(inside.flatMap(({ diff }) => [...diff.feeds])),
      };
    },
    judge: (id, change, { Type }) => {
      if (!(Type in LOCATIONS) || change.action !== 'Modify') {
        return change;
      }
      return judgeNestedStack(change, isKnown(id));
    },
    notesOn: (id) => (pairs.has(id) && !isKnown(id) ? [INSIDE_UNKNOWN] : []),
    riskOfAdding: (id) => (pairs.has(id) && !isKnown(id) ? { leastRisk: 'high' } : {}),
    unpinned: () =>
      [...pairs.keys()].filter(
        (id) => id in old.resources && id in fresh.resources && !isKnown(id) && !isPinnedStack(fresh, id),
      ),
  };
}

function isPinnedStack({ resources }: Template, id: string): boolean {
  const location = locationOf(resources[id]);
  return location !== undefined && isPinned(canonicalValue(location));
}

function locationOf(resource: TemplateResource | undefined): Value | undefined {
  const property = LOCATIONS[resource?.Type ?? ''];
  return property === undefined ? undefined : resource?.Properties[property];
}

/**
 * The template of a nested stack; null if its file is not known, the empty template if there is no such
 * stack.
 * @throws UsageError when the file cannot be read, is not a template, or contains itself
 */
function templateOf(parent: Template, id: string, { parents }: TemplatePlace): Template | null {
  const resource = parent.resources[id];
  if (resource === undefined || !(resource.Type in LOCATIONS)) {
    return NO_TEMPLATE;
  }
  const { Metadata } = resource.attributes;
  const asset = isSection(Metadata) ? Metadata['aws:asset:path'] : undefined;
  const named = asset ?? locationOf(resource);
  if (typeof named !== 'string' || /^https?:|^s3:/.test(named)) {
    return null;
  }
  const file = join(dirname(parent.file), named);
  if (!isFile(file)) {
    return null;
  }
  if (file === parent.file || parents.includes(file)) {
    throw new UsageError(
      `${file} contains itself: the nested stack ${id} of ${parent.file} has it as its template;` +
        ' correct the location of the template',
    );
  }
  return readTemplate(file, true);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function parametersOf({ resources }: Template, id: string): Readonly<Record<string, Value>> {
  const parameters = resources[id]?.Properties.Parameters;
  return parameters !== undefined && isSection(parameters) ? parameters : {};
}
