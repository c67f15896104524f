import type { StackChange } from '../../lambdas/core/stack-changes/stack-change';
import type { Place } from './diff-template';
import { same } from './same';
import { isSection, type Section, type Template, type Value } from './template';

/** Sections that touch no resource by themselves. */
const IDLE = new Set(['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Rules']);

/** Changes of a template that no single resource stands for. Parameters, mappings and conditions show in the resources that use them. */
export function templateLevelChanges(
  old: Template,
  fresh: Template,
  { stack, isNested }: Place,
): StackChange[] {
  if (old.file === '' || fresh.file === '') {
    return [];
  }
  // Whoever reads the outputs of a nested stack is in its parent, and listed there.
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
    const note = `${gone ? 'It is removed' : 'It changes'}: no resource does, but whoever reads it is concerned.`;
    const refused = 'CloudFormation refuses that while another stack imports it.';
    const notes = exported ? [note, refused] : [note];
    return [{ ...whole(stack, `Outputs.${name}`, 'Output'), replacement: 'never', notes }];
  });
}

/** What others get of an output. */
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
    .map((name) => ({
      ...whole(stack, `Template.${name}`, 'Section'),
      replacement: 'unknown',
      notes: ['It may change any resource, and only CloudFormation can tell which; a change set does.'],
    }));
}

function whole(stack: string, logicalId: string, type: string) {
  return { stack, logicalId, path: null, type, action: 'Modify', touches: true, causes: [] } as const;
}
