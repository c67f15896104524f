import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { cutover } from '../../support/cli/cutover';
import { temporaryFiles } from '../../support/cli/temporary-files';
import { planInput } from '../../support/plans/plans';

const { write, path } = temporaryFiles();
const file = write(
  'plan.yaml',
  JSON.stringify(
    planInput({
      stages: [
        { percent: 10, soakSeconds: 600 },
        { percent: 100, soakSeconds: 600 },
      ],
      hold: { seconds: 259_200, everySeconds: 600 },
    }),
  ),
);
const AT = ['--calendar', '2027-01-12T07:00:00+01:00'];

test('a plan shows when each part begins', async () => {
  const { code, out } = await cutover('plan', file, ...AT);
  expect(code).toBe(0);
  expect(out).toMatch(/│ Tue 2027-01-12 06:00 │ 10 % on the new path +│/);
  expect(out).toMatch(/│ Fri 2027-01-15 06:\d\d │ end; the old path can go when the proof says so +│/);
});

test('the JSON has the same; without a time it has none', async () => {
  const { out } = await cutover('plan', file, ...AT, '--json');
  expect(JSON.parse(out).calendar[0]).toMatchObject({
    ...{ phase: 'stage', what: '10 % on the new path', from: '2027-01-12T06:00:00.000Z' },
  });
  expect(JSON.parse((await cutover('plan', file, '--json')).out).calendar).toEqual([]);
});

test('--ics writes iCalendar, again under the same identities, and never over another file', async () => {
  const ics = path('plan.ics');
  const uids = async (time: string) => {
    expect(await cutover('plan', file, '--calendar', time, '--ics', ics)).toMatchObject({ code: 0 });
    const text = readFileSync(ics, 'utf8');
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(4);
    return { text, uids: text.match(/^UID:.*$/gm) };
  };
  const first = await uids('2027-01-12T06:00:00Z');
  expect(first.text).toMatch(/SUMMARY:api: 10 % on the new path\r\n.*DTSTART:20270112T060000Z/s);
  const second = await uids('2027-01-13T06:00:00Z');
  expect(second.uids).toEqual(first.uids);
  const { code, err } = await cutover('plan', file, ...AT, '--ics', file);
  expect(code).toBe(64);
  expect(err).toMatch(/cannot write a calendar to .*plan\.yaml: it is there already and is not a calendar/);
});

test('no event ends when it begins, which RFC 5545 forbids: it has no end instead', async () => {
  const ics = path('ends.ics');
  expect(await cutover('plan', file, ...AT, '--ics', ics)).toMatchObject({ code: 0 });
  const events = readFileSync(ics, 'utf8').split('BEGIN:VEVENT').slice(1);
  const times = events.map((event) => ['DTSTART', 'DTEND'].map((name) => event.match(`${name}:(\\S+)`)?.[1]));
  expect(times).toHaveLength(4);
  for (const [start, end] of times.slice(0, -1)) {
    expect(`${end}` > `${start}`).toBe(true);
  }
  expect(times.at(-1)).toEqual([expect.any(String), undefined]);
});

test.each([
  [AT, '--calendar'],
  [['--milestones', 'milestones.yaml'], '--milestones'],
  [['--ics', 'plan.ics'], '--ics'],
  [['--requests-per-minute', '100'], '--requests-per-minute'],
  [['--error-rate', '1'], '--error-rate'],
])('an undo refuses %j, which it would not show', async (options, name) => {
  const undo = ['--undo', '--old-url', 'https://gw-old.example.com', '--old-alarm', 'old'];
  expect(await cutover('plan', file, ...undo)).toMatchObject({ code: 0 });
  const { code, out, err } = await cutover('plan', file, ...undo, ...options);
  expect([code, out]).toEqual([64, '']);
  expect(err.replaceAll(/\n\s*/g, ' ')).toContain(`${name} is not for --undo, which prints a plan`);
});

test.each([
  [['--calendar', 'tomorrow'], /--calendar .*must be a time with its offset from UTC/],
  [['--ics', 'plan.ics'], /--ics writes the dates of --calendar; add it, with the time of the start/],
])('%j is refused', async (options, message) => {
  const { code, err } = await cutover('plan', file, ...options);
  expect(code).toBe(64);
  expect(err.replaceAll(/\n\s*/g, ' ')).toMatch(message);
});
