import type { StackChange } from '../../lambdas/core/stack-changes/stack-change';
import { UsageError } from '../shared/usage-error';
import { withAttachments } from './attachments/judge-additions';
import { diffTemplate } from './diff-template';
import { withMoves } from './moves';
import type { Feeds } from './outside/outside-names';
import { same } from './same';
import type { SourceStack } from './stack-source';
import { NO_TEMPLATE, type TemplateResource } from './template';
import type { TemplateDiff } from './template-diff';

/** The name of a single template. */
const UNNAMED = 'Template';

/**
 * The changes from the old stacks to the new ones. If only one side has a stack, all its resources are
 * removed or added.
 * @throws UsageError for a single template against a cloud assembly with several stacks
 */
export function diffStacks(old: readonly SourceStack[], fresh: readonly SourceStack[]): StackChange[] {
  const pairs = pairUp(old, fresh);
  const diffs = diffPairs(pairs);
  const contents = new Map<StackChange, TemplateResource>(diffs.flatMap((diff) => [...diff.contents]));
  const changes = pairs.flatMap(({ name, before, after }, i) => [
    ...(diffs[i]?.changes ?? []),
    ...tagChange(name, before, after),
  ]);
  const compared = pairs.flatMap(({ after }, i) =>
    (diffs[i]?.compared ?? []).map((one) =>
      one.isNested ? one : { ...one, parameters: after?.parameters ?? {} },
    ),
  );
  return withAttachments(withMoves(changes.sort(byPlace), contents), compared);
}

/** The stacks may read each other's exports, outputs and parameters: each pass follows one more reference. */
function diffPairs(pairs: readonly StackPair[], feeds: Feeds = new Map()): TemplateDiff[] {
  const diffs = pairs.map(({ name, before, after }) =>
    diffTemplate(before?.template ?? NO_TEMPLATE, after?.template ?? NO_TEMPLATE, {
      stack: name,
      isNested: false,
      changedParameters: changedParameters(before, after),
      feeds,
      isParentUpdated: false,
      parents: [],
    }),
  );
  const found = new Map([...feeds, ...diffs.flatMap((diff) => [...diff.feeds])]);
  return found.size === feeds.size ? diffs : diffPairs(pairs, found);
}

/** A stack that one or both sides have. */
interface StackPair {
  readonly name: string;
  readonly before: SourceStack | undefined;
  readonly after: SourceStack | undefined;
}

function pairUp(old: readonly SourceStack[], fresh: readonly SourceStack[]): StackPair[] {
  const [one, other] = [old[0], fresh[0]];
  if (old.length === 1 && fresh.length === 1 && (one?.name === null || other?.name === null)) {
    return [{ name: one?.name ?? other?.name ?? UNNAMED, before: one, after: other }];
  }
  if ([...old, ...fresh].some(({ name }) => name === null)) {
    const names = [...old, ...fresh].flatMap(({ name }) => name ?? []).join(', ');
    throw new UsageError(
      `one side is a template and the other is a cloud assembly with several stacks (${names});` +
        ' use two templates or two cloud assemblies',
    );
  }
  const pairs: StackPair[] = [];
  const left = new Set(fresh);
  for (const before of old) {
    const after = [...left].find((candidate) => isSameStack(before, candidate));
    if (after !== undefined) {
      left.delete(after);
    }
    pairs.push({ name: label(before, [old, fresh]), before, after });
  }
  return [
    ...pairs,
    ...[...left].map((after) => ({ name: label(after, [old, fresh]), before: undefined, after })),
  ];
}

/** Whether two stacks have the same name and, if known on both sides, the same account and Region. */
export function isSameStack(one: SourceStack, other: SourceStack): boolean {
  const [here, there] = [one.environment, other.environment];
  return one.name === other.name && (here === there || here === null || there === null);
}

/** The name of a stack, with account and Region if the name is ambiguous. */
function label(stack: SourceStack, sides: readonly (readonly SourceStack[])[]): string {
  const several = sides.some((side) => side.filter(({ name }) => name === stack.name).length > 1);
  const moved = new Set(
    sides.flat().flatMap(({ name, environment }) => (name === stack.name ? (environment ?? []) : [])),
  );
  return several || moved.size > 1 ? `${stack.name} (${stack.environment})` : `${stack.name}`;
}

function changedParameters(before: SourceStack | undefined, after: SourceStack | undefined): Set<string> {
  const [old, fresh] = [before?.parameters ?? {}, after?.parameters ?? {}];
  return new Set(Object.keys(fresh).filter((name) => old[name] !== fresh[name]));
}

/** CloudFormation applies the tags of a stack to its resources. */
function tagChange(
  stack: string,
  before: SourceStack | undefined,
  after: SourceStack | undefined,
): StackChange[] {
  if (before === undefined || after === undefined || same(before.tags, after.tags)) {
    return [];
  }
  return [
    {
      stack,
      logicalId: 'Stack.Tags',
      path: null,
      type: 'Stack',
      action: 'Modify',
      replacement: 'never',
      touches: true,
      causes: [],
      notes: ['The tags of the stack change, and with them the tags of every resource that supports tags.'],
    },
  ];
}

function byPlace(one: StackChange, other: StackChange): number {
  const key = ({ stack, logicalId }: StackChange) => `${stack} ${logicalId}`;
  return key(one) < key(other) ? -1 : 1;
}
