import colors from 'picocolors';
import { plural } from '../../../lambdas/core/shared/plural';
import { describeAllowedChange } from '../../../lambdas/core/stack-changes/allowed-changes';
import {
  describeReplacement,
  type JudgedChange,
  type JudgedChanges,
  type Risk,
  rejectedOf,
} from '../../../lambdas/core/stack-changes/stack-change';
import { wrap } from './format';
import { textTable } from './text-table';

const PAINT: Readonly<Record<Risk, (text: string) => string>> = {
  safe: colors.green,
  medium: colors.yellow,
  high: colors.red,
  critical: colors.red,
};

const HEADS = ['risk', 'action', 'resource', 'why'].map((head) => ({ head }));

const UNSEEN = 'What the templates do not show:';

/**
 * Every change in a table for each stack, followed by a summary.
 * @param notes sentences on what could not be seen
 */
export function printChanges(judged: JudgedChanges, columns: number, notes: readonly string[] = []): string {
  const stacks = [...new Set(judged.changes.map(({ stack }) => stack))];
  const tables = stacks.map((stack) => {
    const rows = worstFirst(judged.changes.filter((one) => one.stack === stack)).map((change) => {
      const { risk, type, logicalId } = change;
      return [PAINT[risk](risk), actionOf(change), `${logicalId}\n${type}`, whyOf(change).join('\n')];
    });
    return `${colors.bold(stack)}\n${textTable(HEADS, rows, columns)}\n`;
  });
  const lines = [...unusedLines(judged), summaryOf(judged)].map((line) => wrap(line, columns, ''));
  const unseen =
    notes.length === 0 ? [] : ['', UNSEEN, ...notes.map((note) => wrap(`- ${note}`, columns, '  '))];
  return [...tables, ...lines, ...unseen, ''].join('\n');
}

/**
 * Every change in one Markdown table, for a pull request.
 * @param notes sentences on what could not be seen
 */
export function markdownChanges(judged: JudgedChanges, notes: readonly string[] = []): string {
  const rows = worstFirst(judged.changes).map((change) => {
    const { risk, stack, logicalId, type } = change;
    const marked = change.risk === 'safe' || change.accepted !== null ? risk : `**${risk}**`;
    const cells = [marked, actionOf(change), stack, `\`${logicalId}\``, type, whyOf(change).join(' ')];
    return `| ${cells.map(cell).join(' | ')} |`;
  });
  const table = [
    '| risk | action | stack | resource | type | why |',
    '| --- | --- | --- | --- | --- | --- |',
  ];
  return [
    `### ${summaryOf(judged)}`,
    '',
    ...(rows.length === 0 ? [] : [...table, ...rows, '']),
    ...unusedLines(judged).flatMap((line) => [line, '']),
    ...(notes.length === 0 ? [] : [UNSEEN, '', ...notes.map((note) => `- ${cell(note)}`), '']),
  ].join('\n');
}

/** The result in one sentence. */
export function summaryOf({ changes }: JudgedChanges): string {
  const rejected = rejectedOf(changes);
  if (changes.length === 0) {
    return 'No changes.';
  }
  if (rejected.length === 0) {
    const accepted = changes.filter((change) => change.accepted !== null).length;
    return accepted === 0
      ? `Additive: ${countsOf(changes)}.`
      : `Additive, with ${plural(accepted, 'accepted change')}: ${countsOf(changes)}.`;
  }
  return `Not additive: ${plural(rejected.length, 'change')} to review (${countsOf(rejected)}).`;
}

const WORST_FIRST: readonly Risk[] = ['critical', 'high', 'medium', 'safe'];

function worstFirst(changes: readonly JudgedChange[]): JudgedChange[] {
  return [...changes].sort((one, other) => WORST_FIRST.indexOf(one.risk) - WORST_FIRST.indexOf(other.risk));
}

function countsOf(changes: readonly JudgedChange[]): string {
  const counts = new Map<string, number>();
  for (const { action, risk } of worstFirst(changes)) {
    const key = action === 'Add' && risk === 'safe' ? 'Add' : `${action}, ${risk}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => `${count} ${key}`).join('; ');
}

function actionOf({ action, replacement }: JudgedChange): string {
  return action === 'Modify' && replacement !== 'never'
    ? `${action},\n${describeReplacement(replacement)}`
    : action;
}

function whyOf({ causes, notes, verdict, accepted }: JudgedChange): string[] {
  const unexplained = causes.filter((cause) => !notes.some((note) => note.startsWith(`${cause} `)));
  return [
    ...(unexplained.length === 0 ? [] : [`${unexplained.join(', ')}.`]),
    ...notes,
    ...(accepted === null ? [] : [`Accepted until ${accepted.expires}: ${accepted.reason}`]),
    ...(accepted !== null || verdict === 'go' ? [] : [`To do: ${verdict}.`]),
  ];
}

function unusedLines({ unused }: JudgedChanges): string[] {
  return unused.map(
    (entry) =>
      `The allow file accepts a change that does not occur: ${describeAllowedChange(entry)}.` +
      ' Remove the entry.',
  );
}

function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/\|/g, '\\|').replace(/</g, '&lt;');
}
