import type { StackChange } from '../../lambdas/core/stack-changes/stack-change';
import { same } from './same';
import { isSection, type Section, type Template, type Value } from './template';
import type { TemplatePlace } from './template-diff';
import { LANGUAGE_EXTENSIONS } from './text-limits/macros';

/** Sections that do not affect resources. */
const IDLE = new Set(['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Rules']);

/**
 * Changes of a template that belong to no single resource. Parameters, mappings and conditions appear in the
 * resources that use them.
 */
export function templateLevelChanges(
  old: Template,
  fresh: Template,
  { stack, isNested }: TemplatePlace,
): StackChange[] {
  if (old.file === '' || fresh.file === '') {
    return [];
  }
  // The outputs of a nested stack are used in its parent, whose changes are listed there.
  const outputs = isNested ? [] : outputChanges(old.outputs, fresh.outputs, stack);
  return [...outputs, ...sectionChanges(old.rest, fresh.rest, stack)];
}

function outputChanges(old: Section, fresh: Section, stack: string): StackChange[] {
  return Object.entries(old).flatMap(([name, output]): StackChange[] => {
    const gone = !(name in fresh);
    if (!gone && same(readable(output), readable(fresh[name]))) {
      return [];
    }
    const exported = isSection(output) && output.Export !== undefined;
    const note =
      `${gone ? 'It is removed' : 'It changes'}: this affects no resource, but whatever uses the` +
      ' output.';
    const refused = 'CloudFormation rejects the change while another stack imports the output.';
    const notes = exported ? [note, refused] : [note];
    return [{ ...whole(stack, `Outputs.${name}`, 'Output'), replacement: 'never', notes }];
  });
}

/** The part of an output that others can use. */
function readable(output: Value | undefined): Value | undefined {
  if (output === undefined || !isSection(output)) {
    return output;
  }
  const { Description: _, ...rest } = output;
  return rest;
}

function sectionChanges(old: Section, fresh: Section, stack: string): StackChange[] {
  const names = new Set([...Object.keys(old), ...Object.keys(fresh)]);
  return [...names]
    .filter((name) => !IDLE.has(name) && !same(old[name], fresh[name]))
    .filter((name) => name !== 'Transform' || !same(acting(old[name]), acting(fresh[name])))
    .map((name) => ({
      ...whole(stack, `Template.${name}`, 'Section'),
      replacement: 'unknown',
      notes: ['It may change any resource. Create a change set to see which.'],
    }));
}

/** The macros of `Transform` without the one that creates nothing by itself. */
function acting(transform: Value | undefined): Value {
  return [transform ?? []].flat().filter((name) => name !== LANGUAGE_EXTENSIONS);
}

function whole(stack: string, logicalId: string, type: string) {
  return { stack, logicalId, path: null, type, action: 'Modify', touches: true, causes: [] } as const;
}
