import { expect, test } from '@jest/globals';
import { remainingSpans } from '../../../lib/simulation/reference/remaining-spans';

const at = (time: string) => Date.parse(`2026-11-20T${time}Z`);
const EFFECTIVE = at('12:00:20');

function spansAt(earliest: string, latest = earliest): string[][] {
  const time = (ms: number) => new Date(ms).toISOString().slice(11, 16);
  const counted = { earliest: at(earliest), latest: at(latest) };
  return remainingSpans(EFFECTIVE, counted).map((spans) =>
    spans.map(({ from, to }) => `${time(from)}-${time(to)}`),
  );
}

test.each([
  ['the whole hours after the first one count', '16:10:30', ['15:08-16:08', '14:08-15:08', '13:08-14:08']],
  ['an hour counts that begins as the first one is over', '14:03:00', ['13:01-14:01']],
  ['before an hour after the first one, the last minutes count', '14:02:59', ['13:55-14:00']],
  ['no minutes of the first hour count beside later ones', '13:07:00', []],
  ['the last minutes of the first hour count', '13:02:10', ['12:55-13:00']],
  ['the minutes before the shift was effective do not', '12:07:59', []],
  ['the first minutes after it do', '12:08:00', ['12:01-12:06']],
])('%s', (_, now, spans) => {
  expect(spansAt(now)).toEqual([spans]);
});

test('no more than a day counts', () => {
  const now = EFFECTIVE + 40 * 3_600_000;
  const [spans] = remainingSpans(EFFECTIVE, { earliest: now, latest: now });
  expect(spans).toHaveLength(24);
});

test('each minute in which it may be counted has spans of its own', () => {
  expect(spansAt('14:03:59', '14:05:00')).toEqual([['13:01-14:01'], ['13:02-14:02'], ['13:03-14:03']]);
});
