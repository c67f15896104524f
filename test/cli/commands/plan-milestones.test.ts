import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { cutover } from '../../support/cli/cutover';
import { temporaryFiles } from '../../support/cli/temporary-files';
import { planInput } from '../../support/plans/plans';

const { write, path } = temporaryFiles();
const file = write(
  'plan.yaml',
  JSON.stringify(
    planInput({
      stages: [{ percent: 100, soakSeconds: 600 }],
      hold: { seconds: 259_200, everySeconds: 600 },
    }),
  ),
);
const AT = ['--calendar', '2027-01-12T07:00:00+01:00'];
const milestones = write(
  'milestones.yaml',
  `milestones:
  - { what: remove the record, daysAfterEnd: 7, command: cdk deploy Api -c deployment=remove-record }
  - { what: add the new path, daysBeforeStart: 14 }
`,
);
const WITH = [...AT, '--milestones', milestones];

test('deployments before and after a cutover have their day, in the order of time', async () => {
  const { code, out } = await cutover('plan', file, ...WITH);
  expect(code).toBe(0);
  const days = [...out.matchAll(/│ (\w{3} \d{4}-\d{2}-\d{2}) \d{2}:\d{2} │ ([^│]+?) +│ ([^│]*?) +│/g)];
  expect(days.map(([, ...cells]) => cells)).toEqual([
    ['Tue 2026-12-29', 'add the new path', ''],
    ['Tue 2027-01-12', '100 % on the new path', ''],
    ['Tue 2027-01-12', 'hold at 100 %', ''],
    ['Fri 2027-01-15', expect.stringMatching(/^end/), ''],
    ['Fri 2027-01-22', 'remove the record', expect.stringMatching(/^cdk deploy Api/)],
  ]);
});

test('the JSON has them in the calendar', async () => {
  const { out } = await cutover('plan', file, ...WITH, '--json');
  const { calendar } = JSON.parse(out);
  expect(calendar[0]).toEqual({
    ...{ phase: 'milestone', what: 'add the new path' },
    ...{ from: '2026-12-29T06:00:00.000Z', to: '2026-12-29T06:00:00.000Z' },
  });
  expect(calendar.at(-1)).toMatchObject({
    ...{ phase: 'milestone', command: 'cdk deploy Api -c deployment=remove-record' },
  });
});

describe('--ics', () => {
  /** The events of a calendar by what they are about. */
  async function events(...options: readonly string[]) {
    const ics = path('plan.ics');
    expect(await cutover('plan', file, ...options, '--ics', ics)).toMatchObject({ code: 0 });
    const text = readFileSync(ics, 'utf8').replace(/\r\n\t/g, '');
    const fields = text
      .split('BEGIN:VEVENT')
      .slice(1)
      .map((event) => new Map(event.split('\r\n').map((one) => one.split(/:(.*)/s) as [string, string])));
    return new Map(fields.map((one) => [one.get('SUMMARY') ?? '', one]));
  }
  const uidsOf = (all: Awaited<ReturnType<typeof events>>) =>
    Object.fromEntries([...all].map(([what, fields]) => [what, fields.get('UID')]));

  test('has an event for each, with its command', async () => {
    const all = await events(...WITH);
    expect(all.size).toBe(5);
    const added = all.get('api: add the new path');
    expect(added?.get('DTSTART')).toBe('20261229T060000Z');
    expect(added?.get('DESCRIPTION')).toMatch(/^Around the cutover of api\.example\.com.*estimates\.$/);
    expect(all.get('api: remove the record')?.get('DESCRIPTION')).toMatch(
      /\\ncdk deploy Api -c deployment=remove-record$/,
    );
  });

  test('an event keeps its identity when milestones come, go, or change their days', async () => {
    const without = uidsOf(await events(...AT));
    const all = uidsOf(await events(...WITH));
    expect(all).toMatchObject(without);
    expect(new Set(Object.values(all)).size).toBe(5);
    const moved = write(
      'moved.yaml',
      `milestones:
  - { what: a new one, daysBeforeStart: 30 }
  - { what: add the new path, daysBeforeStart: 21 }
  - { what: remove the record, daysAfterEnd: 10 }
`,
    );
    const later = await events('--calendar', '2027-02-09T06:00:00Z', '--milestones', moved);
    expect(uidsOf(later)).toMatchObject(all);
    expect(later.get('api: add the new path')?.get('DTSTART')).toBe('20270119T060000Z');
  });
});

test.each<[string, readonly string[], RegExp]>([
  [
    'milestones without --calendar',
    ['--milestones', milestones],
    /--milestones is .*milestones\.yaml, but its days are counted from the dates of --calendar; add it/,
  ],
  [
    'a file with problems',
    [...AT, '--milestones', write('wrong.yaml', 'milestones:\n  - { what: add, daysBeforeStart: -14 }\n')],
    /wrong\.yaml is not a valid milestone file.*daysBeforeStart: is -14; must be a whole.*line 2, column/,
  ],
  [
    'a plan in the place of milestones',
    [...AT, '--milestones', file],
    /plan\.yaml is a plan, not a milestone file; give it as the argument: cutover plan FILE/,
  ],
  ['no such file', [...AT, '--milestones', path('none.yaml')], /none\.yaml/],
])('%s is refused', async (_, options, message) => {
  const { code, out, err } = await cutover('plan', file, ...options);
  expect([code, out]).toEqual([64, '']);
  expect(err.replaceAll(/\n\s*/g, ' ')).toMatch(message);
});

test('milestones in the place of a plan are refused', async () => {
  const { code, err } = await cutover('plan', milestones);
  expect(code).toBe(64);
  expect(err.replaceAll(/\n\s*/g, ' ')).toMatch(
    /is a milestone file, not a plan; give it with --milestones: cutover plan PLAN --calendar TIME/,
  );
});
