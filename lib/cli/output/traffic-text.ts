import Table from 'cli-table3';
import type { SentTraffic } from '../../traffic/send-traffic';
import { number } from './format';

type Counts = Readonly<Record<string, number>>;

/** Who went where, as a person reads it. */
export function printTraffic(result: SentTraffic): string {
  const { users, statuses } = result;
  const table = new Table({
    head: ['side', 'users', 'requests', 'of those told', 'statuses'],
    colAligns: ['left', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [] },
  });
  const told = result.old + result.new;
  const share = (of: number) => (told === 0 ? '–' : `${((of / told) * 100).toFixed(1)} %`);
  table.push(['old', number(users.onlyOld), number(result.old), share(result.old), listOf(statuses.old)]);
  table.push(['new', number(users.onlyNew), number(result.new), share(result.new), listOf(statuses.new)]);
  table.push([
    'both',
    number(users.both),
    '',
    '',
    users.movedBack === 0 ? '' : `${number(users.movedBack)} moved back to old`,
  ]);
  return [
    table.toString(),
    ...listed('Answered without telling a side', result.unknown),
    ...listed('Not answered', result.failed),
    ...(users.unknown === 0 ? [] : [`${number(users.unknown)} users got no answer that tells a side.`]),
    sentLine(result),
    '',
  ].join('\n');
}

function sentLine({ sent, planned, seconds, stopped }: SentTraffic): string {
  const rate = seconds === 0 ? '' : `, ${(sent / seconds).toFixed(1)} a second`;
  const missing = planned - sent;
  const why = stopped ? 'it was stopped' : 'answers took too long; raise --concurrency or lower --rps';
  const line = `${number(sent)} requests in ${seconds.toFixed(1)} s${rate}.`;
  return missing === 0 ? line : `${line} ${number(missing)} were not sent: ${why}.`;
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
