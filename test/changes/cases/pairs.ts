import { join } from 'node:path';
import { expect } from '@jest/globals';
import { judgeChanges, type Risk, rejectedOf } from '../../../lambdas/core/stack-changes/stack-change';
import { diffStacks } from '../../../lib/changes/diff-stacks';
import { readStacks, type SourceStack } from '../../../lib/changes/stack-source';
import { stackOf } from '../../support/templates/templates';

/**
 * A pair of templates: the name of two files in the folder `pairs`, with `*` for `old` and `new`; their
 * texts; or the stacks that they are in.
 */
export type TemplatePair = string | TextPair | StackPair;

interface TextPair {
  readonly old: string | object;
  readonly fresh: string | object;
}

interface StackPair {
  readonly oldStacks: readonly SourceStack[];
  readonly freshStacks: readonly SourceStack[];
}

/** What a pair of templates is expected to give. */
export interface ExpectedPair {
  readonly exitCode: 0 | 2;
  /** The risk of each change by its logical id; every change is listed. */
  readonly risks: Readonly<Record<string, Risk>>;
  /** Words that the notes of a change have, by its logical id. */
  readonly notes?: Readonly<Record<string, readonly string[]>>;
}

/** Checks the changes of a pair, as `cutover diff` lists them. */
export function expectPair(pair: TemplatePair, { exitCode, risks, notes = {} }: ExpectedPair): void {
  const [old, fresh] = stacksOf(pair);
  const { changes } = judgeChanges(diffStacks(old, fresh));
  expect(Object.fromEntries(changes.map(({ logicalId, risk }) => [logicalId, risk]))).toEqual(risks);
  expect(rejectedOf(changes).length === 0 ? 0 : 2).toBe(exitCode);
  for (const [logicalId, words] of Object.entries(notes)) {
    const found = changes.find((change) => change.logicalId === logicalId)?.notes.join(' ') ?? '';
    for (const one of words) {
      expect(found).toContain(one);
    }
  }
}

function stacksOf(pair: TemplatePair): readonly [readonly SourceStack[], readonly SourceStack[]] {
  if (typeof pair === 'string') {
    return [readStacks(fileOf(pair.replace('*', 'old'))), readStacks(fileOf(pair.replace('*', 'new')))];
  }
  return 'old' in pair ? [[stackOf(pair.old)], [stackOf(pair.fresh)]] : [pair.oldStacks, pair.freshStacks];
}

function fileOf(name: string): string {
  return join(__dirname, 'pairs', name);
}
