import Table from 'cli-table3';
import colors from 'picocolors';
import { nameOf } from '../../../lambdas/core/stack-changes/allowed-changes';
import {
  describeReplacement,
  type JudgedChange,
  type Judgement,
  type Risk,
  rejectedOf,
} from '../../../lambdas/core/stack-changes/stack-change';
import { wrap } from './format';

const PAINT: Readonly<Record<Risk, (text: string) => string>> = {
  safe: colors.green,
  medium: colors.yellow,
  high: colors.red,
  critical: colors.red,
};

const HEAD = ['risk', 'action', 'resource', 'why'];
/** What the borders and the other columns take of a line, about. */
const OTHER_COLUMNS = 75;

/** Every change as a table, stack by stack, and what it comes to. */
export function printChanges(judgement: Judgement, columns: number): string {
  const width = Math.max(40, columns - OTHER_COLUMNS);
  const stacks = [...new Set(judgement.changes.map(({ stack }) => stack))];
  const tables = stacks.map((stack) => {
    const table = new Table({ head: HEAD, style: { head: [], border: [] } });
    for (const change of worstFirst(judgement.changes.filter((one) => one.stack === stack))) {
      const { risk, type, logicalId } = change;
      const why = whyOf(change).map((line) => wrap(line, width, ''));
      table.push([PAINT[risk](risk), actionOf(change), `${logicalId}\n${type}`, why.join('\n')]);
    }
    return `${colors.bold(stack)}\n${table.toString()}\n`;
  });
  return [...tables, ...unusedLines(judgement), summaryOf(judgement), ''].join('\n');
}

/** The same for a pull request. */
export function markdownChanges(judgement: Judgement): string {
  const rows = worstFirst(judgement.changes).map((change) => {
    const { risk, stack, logicalId, type } = change;
    const marked = change.risk === 'safe' || change.accepted !== null ? risk : `**${risk}**`;
    return `| ${[marked, actionOf(change), stack, `\`${logicalId}\``, type, whyOf(change).join(' ')].map(cell).join(' | ')} |`;
  });
  const table = [
    '| risk | action | stack | resource | type | why |',
    '| --- | --- | --- | --- | --- | --- |',
  ];
  return [
    `### ${summaryOf(judgement)}`,
    '',
    ...(rows.length === 0 ? [] : [...table, ...rows, '']),
    ...unusedLines(judgement).flatMap((line) => [line, '']),
  ].join('\n');
}

/** What it comes to, in a sentence. */
export function summaryOf({ changes }: Judgement): string {
  const rejected = rejectedOf(changes);
  if (changes.length === 0) {
    return 'Nothing changes.';
  }
  if (rejected.length === 0) {
    const accepted = changes.filter((change) => change.accepted !== null).length;
    return `Nothing that is there is touched${accepted === 0 ? '' : `, but for what is accepted (${accepted})`}: ${countsOf(changes)}.`;
  }
  const what = rejected.length === 1 ? '1 change is' : `${rejected.length} changes are`;
  return `Not only additions: ${what} to be looked at (${countsOf(rejected)}).`;
}

const WORST_FIRST: readonly Risk[] = ['critical', 'high', 'medium', 'safe'];

function worstFirst(changes: readonly JudgedChange[]): JudgedChange[] {
  return [...changes].sort((one, other) => WORST_FIRST.indexOf(one.risk) - WORST_FIRST.indexOf(other.risk));
}

function countsOf(changes: readonly JudgedChange[]): string {
  const counts = new Map<string, number>();
  for (const { action, risk } of worstFirst(changes)) {
    const key = action === 'Add' ? 'Add' : `${action}, ${risk}`;
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
  const untold = causes.filter((cause) => !notes.some((note) => note.startsWith(`${cause} `)));
  return [
    ...(untold.length === 0 ? [] : [`${untold.join(', ')}.`]),
    ...notes,
    ...(accepted === null ? [] : [`Accepted until ${accepted.expires}: ${accepted.reason}`]),
    ...(accepted !== null || verdict === 'go' ? [] : [`To do: ${verdict}.`]),
  ];
}

function unusedLines({ unused }: Judgement): string[] {
  return unused.map((entry) => `An entry of the allow file accepts nothing: ${nameOf(entry)}. Take it out.`);
}

function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/\|/g, '\\|').replace(/</g, '&lt;');
}
