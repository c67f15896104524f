import { describe, expect, test } from '@jest/globals';
import { replay } from '../../../lib/rehearsal/asl/replay';

const task = { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', Arguments: {}, End: true };
const machine = (states: object) => ({ QueryLanguage: 'JSONata', StartAt: 'First', States: states });

describe('replay', () => {
  test('takes seconds of a virtual clock', async () => {
    const retry = [{ ErrorEquals: ['Busy'], IntervalSeconds: 5 }];
    const results = {
      First: [
        { error: 'Busy', seconds: 1 },
        { output: 1, seconds: 2 },
      ],
    };
    expect((await replay(machine({ First: { ...task, Retry: retry } }), {}, results)).seconds).toBe(8);
  });

  test('fails when a Task has more attempts than results, also when the machine catches that', async () => {
    const caught = { ...task, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }] };
    const states = { First: caught, Done: { Type: 'Succeed' } };
    await expect(replay(machine(states), {}, {})).rejects.toThrow('"First" has more attempts than results');
  });

  test('fails when results are left over', async () => {
    const results = { First: [{ output: 1 }], Other: [{ output: 2 }] };
    await expect(replay(machine({ First: task }), {}, results)).rejects.toThrow('left over of "Other"');
  });

  test('has the variables that a state assigned, and its output, in the event of its exit', async () => {
    const first = { Type: 'Pass', Assign: { x: '{% $states.input %}' }, Output: 2, End: true };
    const { events } = await replay(machine({ First: first }), 1);
    expect(events.find((event) => event.type === 'PassStateExited')).toEqual({
      id: 3,
      type: 'PassStateExited',
      state: 'First',
      output: 2,
      assigned: { x: 1 },
    });
  });

  test('a redrive runs only the branches again that had not succeeded', async () => {
    const inner = (name: string) => ({ StartAt: name, States: { [name]: task } });
    const first = { Type: 'Parallel', Branches: [inner('Good'), inner('Flaky')], End: true };
    const results = {
      Good: [{ output: 'good' }],
      Flaky: [{ error: 'Bad', seconds: 1 }, { output: 'now good' }],
    };
    const { output, events, status } = await replay(machine({ First: first }), {}, results, {
      redriveAfterSeconds: 60,
    });
    expect([status, output]).toEqual(['SUCCEEDED', ['good', 'now good']]);
    expect(events.filter((event) => event.type === 'ExecutionRedriven')).toHaveLength(1);
  });

  test('a redriven execution counts its redrives in the context, and says when', async () => {
    const states = {
      First: {
        ...task,
        Arguments: '{% $states.context.Execution.RedriveCount %}',
        End: undefined,
        Next: 'Show',
      },
      Show: { Type: 'Succeed', Output: '{% $states.context.Execution %}' },
    };
    const results = { First: [{ error: 'Bad' }, { output: 1 }] };
    const { output, events } = await replay(machine(states), {}, results, { redriveAfterSeconds: 60 });
    expect(output).toMatchObject({ RedriveCount: 1, RedriveTime: '1970-01-01T00:01:00.000Z' });
    const inputs = events.filter((event) => event.type === 'TaskScheduled').map((event) => event.input);
    expect(inputs).toEqual([0, 1]);
  });

  test('an inline Map runs at most 40 iterations at a time', async () => {
    const map = {
      Type: 'Map',
      Items: '{% [1..41] %}',
      ItemProcessor: { StartAt: 'In', States: { In: { Type: 'Wait', Seconds: 10, End: true } } },
      End: true,
    };
    expect((await replay(machine({ First: map }), {})).seconds).toBe(20);
    expect((await replay(machine({ First: { ...map, MaxConcurrency: 20 } }), {})).seconds).toBe(30);
  });

  test('the variables of an iteration end with it', async () => {
    const states = {
      First: {
        Type: 'Map',
        Items: [1, 2],
        ItemProcessor: {
          StartAt: 'In',
          States: { In: { Type: 'Pass', Assign: { inner: 1 }, Output: '{% $exists($inner) %}', End: true } },
        },
        Next: 'Show',
      },
      Show: { Type: 'Succeed', Output: '{% [$exists($inner), $states.input] %}' },
    };
    expect((await replay(machine(states), {})).output).toEqual([false, false, false]);
  });
});
