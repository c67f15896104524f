import { type AllowedChange, checkAllowFile } from '../../../lambdas/core/stack-changes/allowed-changes';
import {
  type Judgement,
  judgeChanges,
  rejectedOf,
  type StackChange,
} from '../../../lambdas/core/stack-changes/stack-change';
import type { ChangeSets, Clock } from '../../../lambdas/ports';
import { diffStacks } from '../../changes/diff-stacks';
import { readStacks } from '../../changes/stack-source';
import { readChangeSet } from '../input/read-change-set';
import { readChecked } from '../input/read-file';
import { markdownChanges, printChanges, summaryOf } from '../output/changes-text';
import { EXIT, type Terminal, UsageError } from '../output/terminal';

/** What the command line says. */
export interface DiffOptions {
  readonly changeSet?: string;
  readonly stack?: string;
  readonly region?: string;
  readonly allow?: string;
  readonly json?: boolean;
  readonly markdown?: boolean;
}

/** What a live diff needs of the outside. */
export interface DiffOutside {
  readonly changeSets: (region: string | undefined) => ChangeSets;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Lists every change of two templates, two cloud assemblies or a change set, with its risk.
 * @returns 0 when nothing is touched that is there, or all that is was accepted; otherwise 2
 */
export async function diffCommand(
  paths: readonly [string | undefined, string | undefined],
  options: DiffOptions,
  terminal: Terminal,
  outside: DiffOutside,
): Promise<number> {
  // Before anything is asked of AWS.
  const allowed = options.allow === undefined ? [] : readAllowFile(options.allow, outside.clock.now());
  const judgement = judgeChanges(await changesOf(paths, options, outside), allowed);
  terminal.out(render(judgement, options, terminal.columns));
  return rejectedOf(judgement.changes).length === 0 ? EXIT.succeeded : EXIT.rejected;
}

/** Reads and checks an allow file. @throws UsageError also for an entry whose day is over */
export function readAllowFile(file: string, now: number): readonly AllowedChange[] {
  return readChecked(file, 'allow file', (value) => checkAllowFile(value, now));
}

async function changesOf(
  [old, fresh]: readonly [string | undefined, string | undefined],
  { changeSet, stack, region }: DiffOptions,
  outside: DiffOutside,
): Promise<readonly StackChange[]> {
  if (changeSet !== undefined) {
    if (old !== undefined) {
      throw new UsageError('give either OLD and NEW, or --change-set with --stack');
    }
    if (stack === undefined) {
      throw new UsageError('--change-set needs --stack, the stack that it is of');
    }
    return await readChangeSet(outside.changeSets(region), stack, changeSet);
  }
  if (stack !== undefined || region !== undefined) {
    throw new UsageError('--stack and --region go with --change-set');
  }
  if (old === undefined || fresh === undefined) {
    throw new UsageError(
      'give OLD and NEW, each a template or a cloud assembly, or --change-set with --stack',
    );
  }
  return diffStacks(readStacks(old), readStacks(fresh));
}

function render(judgement: Judgement, { json, markdown }: DiffOptions, columns: number): string {
  if (json === true) {
    const { changes, unused } = judgement;
    const rejected = rejectedOf(changes).length;
    const document = { additive: rejected === 0, summary: summaryOf(judgement), rejected, changes, unused };
    return `${JSON.stringify(document, null, 2)}\n`;
  }
  return markdown === true ? markdownChanges(judgement) : printChanges(judgement, columns);
}
