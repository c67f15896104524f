import type { SentTraffic } from '../../traffic/send-traffic';
import { number, wrap } from './format';
import { textTable } from './text-table';

type Counts = Readonly<Record<string, number>>;

/** Which side responded to how many users and requests. */
export function printTraffic(result: SentTraffic, columns: number): string {
  const { users, statuses } = result;
  const columnsOf = [
    { head: 'side' },
    ...['users', 'requests', 'share'].map((head) => ({ head, isNumber: true })),
    { head: 'statuses' },
  ];
  const known = result.old + result.new;
  const share = (of: number) => (known === 0 ? '–' : `${((of / known) * 100).toFixed(1)} %`);
  const rows = [
    ['old', number(users.onlyOld), number(result.old), share(result.old), listOf(statuses.old)],
    ['new', number(users.onlyNew), number(result.new), share(result.new), listOf(statuses.new)],
    [
      ...['both', number(users.both), '', ''],
      users.movedBack === 0 ? '' : `${number(users.movedBack)} moved back to old`,
    ],
  ];
  const lines = [
    ...listed('Responses that do not name their side', result.unknown),
    ...listed('Requests without a response', result.failed),
    ...(users.unknown === 0
      ? []
      : [`Users without a response that names its side: ${number(users.unknown)}`]),
    ...sentLines(result),
  ];
  const wrapped = lines.map((line) => (line.length > columns ? wrap(line, columns - 4, '    ') : line));
  return [textTable(columnsOf, rows, columns), ...wrapped, ''].join('\n');
}

function sentLines({ sent, planned, seconds, stopped }: SentTraffic): string[] {
  const rate = seconds === 0 ? '' : `, ${(sent / seconds).toFixed(1)} per second`;
  const missing = planned - sent;
  const why = stopped ? 'interrupted' : 'responses took too long; raise --concurrency or lower --rps';
  const line = `Sent ${number(sent)} requests in ${seconds.toFixed(1)} s${rate}.`;
  return missing === 0 ? [line] : [line, `Not sent: ${number(missing)} (${why}).`];
}

/** A line for each kind, the most frequent first. */
function listed(title: string, counts: Counts): string[] {
  const all = Object.entries(counts).sort(([, a], [, b]) => b - a);
  return all.length === 0 ? [] : [`${title}:`, ...all.map(([what, count]) => `  ${number(count)} × ${what}`)];
}

function listOf(counts: Counts): string {
  return Object.entries(counts)
    .map(([status, count]) => `${number(count)} × ${status}`)
    .join(', ');
}
