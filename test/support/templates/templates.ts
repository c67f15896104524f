import type { StackChange } from '../../../lambdas/core/stack-changes/stack-change';
import { diffStacks } from '../../../lib/changes/diff-stacks';
import type { SourceStack } from '../../../lib/changes/stack-source';
import { parseTemplate } from '../../../lib/changes/template';

/** A stack with one template, given as YAML or as an object. */
export function stackOf(template: string | object, over: Partial<SourceStack> = {}): SourceStack {
  const text = typeof template === 'string' ? template : JSON.stringify(template);
  return {
    name: null,
    environment: null,
    template: parseTemplate(text, 'template.yaml'),
    tags: {},
    parameters: {},
    ...over,
  };
}

/** The changes from one template to another. */
export function diffOf(old: string | object, fresh: string | object): StackChange[] {
  return diffStacks([stackOf(old)], [stackOf(fresh)]);
}

/** A change as one line, such as `Modify Bucket always: BucketName`. */
export function lineOf({ action, logicalId, replacement, causes, touches }: StackChange): string {
  const how = action === 'Modify' ? ` ${replacement}` : '';
  const why = causes.length === 0 ? '' : `: ${causes.join(', ')}`;
  return `${action} ${logicalId}${how}${why}${touches ? '' : ' (idle)'}`;
}
