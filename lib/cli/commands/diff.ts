import {
  type JudgedChanges,
  judgeChanges,
  rejectedOf,
  type StackChange,
} from '../../../lambdas/core/stack-changes/stack-change';
import type { ChangeSets, Clock } from '../../../lambdas/ports';
import { readAllowFile } from '../../changes/allow-file';
import { diffStacks } from '../../changes/diff-stacks';
import { readStacks } from '../../changes/stack-source';
import { textNotes } from '../../changes/text-limits/text-notes';
import { UsageError } from '../../shared/usage-error';
import { readChangeSet } from '../input/read-change-set';
import { markdownChanges, printChanges, summaryOf } from '../output/changes-text';
import { EXIT, type Terminal } from '../output/terminal';

/** The options of `cutover diff`. */
export interface DiffOptions {
  readonly changeSet?: string;
  readonly stack?: string;
  readonly region?: string;
  readonly allow?: string;
  readonly json?: boolean;
  readonly markdown?: boolean;
}

/** What the command needs to read a change set. */
export interface DiffDependencies {
  readonly changeSets: (region: string | undefined) => Promise<ChangeSets>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Lists every change between two templates or cloud assemblies, or of a change set, with its risk.
 * @returns 0 when the changes only add, or the others are accepted; otherwise 2
 */
export async function diffCommand(
  paths: readonly [string | undefined, string | undefined],
  options: DiffOptions,
  terminal: Terminal,
  dependencies: DiffDependencies,
): Promise<number> {
  // Before the first call to AWS.
  const allowed = options.allow === undefined ? [] : readAllowFile(options.allow, dependencies.clock.now());
  const { changes, notes } = await changesOf(paths, options, dependencies);
  const judged = judgeChanges(changes, allowed);
  terminal.out(render(judged, notes, options, terminal.columns));
  return rejectedOf(judged.changes).length === 0 ? EXIT.succeeded : EXIT.rejected;
}

/** The changes that were found, and sentences on what could not be seen. */
interface Comparison {
  readonly changes: readonly StackChange[];
  readonly notes: readonly string[];
}

async function changesOf(
  [old, fresh]: readonly [string | undefined, string | undefined],
  { changeSet, stack, region }: DiffOptions,
  { changeSets }: DiffDependencies,
): Promise<Comparison> {
  if (changeSet !== undefined) {
    if (old !== undefined) {
      throw new UsageError('give either OLD and NEW or --change-set, not both');
    }
    if (stack === undefined) {
      throw new UsageError('--change-set requires --stack, the stack of the change set');
    }
    return { changes: await readChangeSet(await changeSets(region), stack, changeSet), notes: [] };
  }
  if (stack !== undefined || region !== undefined) {
    throw new UsageError('--stack and --region require --change-set');
  }
  if (old === undefined || fresh === undefined) {
    throw new UsageError(
      'give OLD and NEW, each a template or a cloud assembly, or --change-set with --stack',
    );
  }
  const [before, after] = [readStacks(old), readStacks(fresh)];
  return { changes: diffStacks(before, after), notes: textNotes(after) };
}

function render(
  judged: JudgedChanges,
  notes: readonly string[],
  { json, markdown }: DiffOptions,
  columns: number,
): string {
  if (json === true) {
    const { changes, unused } = judged;
    const rejected = rejectedOf(changes).length;
    const document = {
      additive: rejected === 0,
      summary: summaryOf(judged),
      rejected,
      changes,
      unused,
      notes,
    };
    return `${JSON.stringify(document, null, 2)}\n`;
  }
  return markdown === true ? markdownChanges(judged, notes) : printChanges(judged, columns, notes);
}
