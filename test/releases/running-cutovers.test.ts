import { describe, expect, jest, test } from '@jest/globals';
import { loadDefinitions } from '../../lib/rehearsal/deployed-machines';
import type { StepWatch } from '../../lib/rehearsal/world/world-functions';
import { taskNames } from '../../lib/workflow/tasks';
import type { RecordedRehearsal } from '../../tools/release-fixtures/recorded-rehearsal';
import { keptReleases, readRelease } from '../../tools/release-fixtures/release-files';
import { decidedOtherwise } from '../support/releases/decided';
import { chosenMoments, everyMoment } from '../support/releases/moments';
import { itemsBefore, upgradedRehearsal } from '../support/releases/upgraded-rehearsal';

jest.setTimeout(600_000);

/** `EVERY_MOMENT=1` upgrades before each step of each kept rehearsal, which takes ten minutes. */
const moments = process.env.EVERY_MOMENT === '1' ? everyMoment : chosenMoments;

/** How the end differs from that of the release; null when it does not. */
async function difference(
  release: string,
  recorded: RecordedRehearsal,
  at: number,
  change?: StepWatch,
): Promise<string | null> {
  const options = change === undefined ? { at } : { at, change };
  const end = await upgradedRehearsal(readRelease(release), recorded, options);
  const [is, was] = [end, recorded].map(({ outcome, percent }) => `${outcome} at ${percent} %`);
  if (is !== was) {
    return `${is}, not ${was}: ${end.reason}`;
  }
  const otherwise = decidedOtherwise(itemsBefore(recorded, recorded.steps.length), end.items);
  return otherwise.length === 0 ? null : otherwise.join('; ');
}

describe.each(keptReleases())('a cutover of %s', (release) => {
  const { rehearsals, definitions } = readRelease(release);

  test.each(moments(rehearsals))(
    'ends as it should when the stack is upgraded: $name, before step $at ($task)',
    async ({ rehearsal, at }) => {
      expect(await difference(release, rehearsal, at)).toBeNull();
    },
  );

  test('was recorded at the entry of every Task that its definitions have', () => {
    const invoked = [...`${definitions.cutover}${definitions.revert}`.matchAll(/\$\{(\w+)Arn\}/g)].map(
      ([, task]) => task as string,
    );
    const recorded = new Set<string>(rehearsals.flatMap(({ steps }) => steps.map(({ task }) => task)));
    const tasks = [...new Set(invoked)].filter((task) => task !== 'RevertMachine');
    expect(tasks.filter((task) => !recorded.has(task))).toEqual([]);
    expect([...recorded]).toEqual(expect.arrayContaining(['GuardExecution', 'GuardAlarm', 'Operate']));
    expect(tasks.filter((task) => !(taskNames as readonly string[]).includes(task))).toEqual([]);
  });
});

describe('a planted change is found', () => {
  const [release] = keptReleases() as [string];
  const kept = readRelease(release);
  const recordedAs = (name: string) => kept.rehearsals.find((one) => one.name === name) as RecordedRehearsal;
  const lastOf = ({ steps }: RecordedRehearsal, task: string) =>
    steps.findLastIndex((one) => one.task === task);

  /** Steps of one Task with another input and output. */
  const replacing =
    (name: string, inward: (input: never) => unknown, outward: (output: never) => unknown): StepWatch =>
    (task, step) =>
      task === name ? async (input) => outward((await step(inward(input as never))) as never) : step;
  const same = (value: never) => value;

  test('a field of the state under another name', async () => {
    const renamed = replacing(
      'EvaluateHealth',
      ({ soakState: { beganAt, ...soak }, ...input }: { soakState: { beganAt: string } }) => ({
        ...(input as object),
        soakState: { ...soak, startedAt: beganAt },
      }),
      ({ soakState, ...output }: { soakState: { startedAt: string } }) => ({
        ...(output as object),
        soakState: { ...soakState, beganAt: soakState.startedAt },
      }),
    );
    const rehearsal = recordedAs('alb-all-is-well');
    const at = rehearsal.steps.findIndex(({ task }) => task === 'EvaluateHealth') + 1;
    expect(await difference(release, rehearsal, at, renamed)).toMatch(
      /^reverted at 0 %, not succeeded at 100 %/,
    );
  });

  test('an answer that the old definition does not know', async () => {
    const answers = replacing('EvaluateHealth', same, (output: { move: string }) => ({
      ...output,
      move: output.move === 'shift' ? 'raise' : output.move,
    }));
    const rehearsal = recordedAs('alb-all-is-well');
    const at = rehearsal.steps.findIndex(({ task }) => task === 'ShiftTraffic') + 1;
    expect(await difference(release, rehearsal, at, answers)).toMatch(/^reverted at 0 %, not succeeded/);
  });

  test('an error under another name', async () => {
    const renamed: StepWatch = (task, step) => async (input) => {
      try {
        return await step(input);
      } catch (error) {
        throw task === 'ShiftTraffic' ? Object.assign(error as Error, { name: 'HeldBackError' }) : error;
      }
    };
    const rehearsal = recordedAs('paused-before-the-first-shift');
    const at = rehearsal.steps.findIndex(({ task }) => task === 'ShiftTraffic');
    expect(await difference(release, rehearsal, at, renamed)).toMatch(/not succeeded at 100 %/);
  });

  test('a revert that needs what the release did not store', async () => {
    const needs: StepWatch = (task, step) => async (input) => {
      if (task === 'RevertTraffic' && !('startedBy' in (input as object))) {
        throw Object.assign(new Error('startedBy is missing'), { name: 'LedgerCorruptError' });
      }
      return step(input);
    };
    const rehearsal = recordedAs('route53-stopped-in-the-soak');
    expect(await difference(release, rehearsal, lastOf(rehearsal, 'RevertTraffic'), needs)).toMatch(
      /^revert-failed at 10 %, not reverted at 0 %/,
    );
  });

  test('a step that ends the hold too early', async () => {
    const hasty = replacing(
      'EvaluateHealth',
      same,
      (output: { move: string; soakState: { phase: string } }) => ({
        ...output,
        move: output.soakState.phase === 'hold' && output.move === 'wait' ? 'finish' : output.move,
      }),
    );
    const rehearsal = recordedAs('alb-all-is-well');
    const at = lastOf(rehearsal, 'ShiftTraffic');
    expect(await difference(release, rehearsal, at, hasty)).toMatch(/^succeeded came -\d{6}\S* s later/);
  });

  test('a Task that was removed', () => {
    const older = kept.definitions.cutover.replaceAll('CheckPropagationArn', 'AwaitInsyncArn');
    expect(() => loadDefinitions({ ...kept.definitions, cutover: older })).toThrow(
      /placeholder \$\{AwaitInsyncArn\} without a value/,
    );
  });
});
