import { describe, expect, test } from '@jest/globals';
import type { Ended, Execution, TraceEvent } from '../../../lib/rehearsal/asl/execution';
import { StatesError } from '../../../lib/rehearsal/asl/expressions';
import { loadMachine } from '../../../lib/rehearsal/asl/machine';
import { startExecution } from '../../../lib/rehearsal/asl/start-execution';
import { VirtualClock } from '../../../lib/rehearsal/kernel/virtual-clock';

const ARN = 'arn:aws:states:us-east-1:000000000000:execution:m:e';
const succeed = { Type: 'Succeed', Comment: 'a', Output: '{% $states.input %}' };
const task = {
  Type: 'Task',
  Comment: 'a',
  Resource: 'arn:aws:lambda:us-east-1:000000000000:function:f',
  Arguments: {},
  TimeoutSeconds: 10,
  Retry: [] as object[],
  Catch: [] as object[],
  Next: 'Done',
};

interface Ran {
  readonly ended: Ended;
  readonly execution: Execution;
  readonly seconds: number;
  readonly entered: readonly string[];
  readonly retries: number;
}

async function run(
  states: object,
  invoke: (clock: VirtualClock, args: unknown) => Promise<unknown> = async () => ({}),
  options: {
    top?: object;
    input?: unknown;
    chance?: number;
    meanwhile?: (execution: Execution, clock: VirtualClock) => void;
    /** Redrives the execution so many seconds after its end. */
    redriveAfter?: number;
  } = {},
): Promise<Ran> {
  const definition = {
    Comment: 'a',
    QueryLanguage: 'JSONata',
    StartAt: 'First',
    TimeoutSeconds: 1_000,
    States: JSON.stringify(states).includes('"Done"') ? { ...states, Done: succeed } : states,
  };
  const machine = loadMachine(JSON.stringify({ ...definition, ...options.top }), {});
  const clock = new VirtualClock(0);
  const trace: TraceEvent[] = [];
  const host = {
    clock,
    random: () => options.chance ?? 1,
    invoke: (_: string, args: unknown) => invoke(clock, args),
    trace: (event: TraceEvent) => void trace.push(event),
  };
  const execution = startExecution({ machine, host, arn: ARN, input: options.input ?? {} });
  options.meanwhile?.(execution, clock);
  let ended = await clock.runUntil(execution.ended);
  if (options.redriveAfter !== undefined) {
    await clock.runUntil(clock.sleep(1_000 * options.redriveAfter));
    execution.redrive();
    ended = await clock.runUntil(execution.ended);
  }
  return {
    ended,
    execution,
    seconds: clock.now() / 1_000,
    entered: trace.flatMap((event) => (event.kind === 'entered' ? [event.state] : [])),
    retries: trace.filter((event) => event.kind === 'retry').length,
  };
}

const failing = (name: string) => async () => {
  throw new StatesError(name, `${name} happened`);
};

describe('Task', () => {
  test('a Task has its result as output and in Assign', async () => {
    const states = {
      First: {
        ...task,
        Arguments: { a: '{% $states.input.a + 1 %}' },
        Assign: { got: '{% $states.result.a %}' },
        Next: 'Pick',
      },
      Pick: {
        Type: 'Choice',
        Comment: 'a',
        Choices: [{ Condition: '{% $got = 2 %}', Next: 'Done' }],
        Default: 'First',
      },
    };
    const { ended } = await run(states, async (_, args) => args, { input: { a: 1 } });
    expect(ended).toEqual({ status: 'SUCCEEDED', output: { a: 2 } });
  });

  test('the values of one Assign are evaluated independently', async () => {
    const first = { ...task, Assign: { x: 1 }, Next: 'Second' };
    const second = { ...task, Assign: { x: 2, y: '{% $x %}' }, Next: 'Show' };
    const show = { Type: 'Succeed', Comment: 'a', Output: '{% $y %}' };
    expect((await run({ First: first, Second: second, Show: show })).ended.output).toBe(1);
  });

  test('a Task is retried with growing delays, at most MaxAttempts times, and then caught', async () => {
    const retry = {
      ErrorEquals: ['Busy'],
      IntervalSeconds: 2,
      BackoffRate: 3,
      MaxAttempts: 3,
      MaxDelaySeconds: 10,
    };
    const caught = {
      ErrorEquals: ['States.ALL'],
      Assign: { error: '{% $states.errorOutput %}' },
      Next: 'Show',
    };
    const show = { Type: 'Succeed', Comment: 'a', Output: '{% $error %}' };
    const ran = await run(
      { First: { ...task, Retry: [retry], Catch: [caught] }, Show: show },
      failing('Busy'),
    );
    expect(ran).toMatchObject({ retries: 3, seconds: 2 + 6 + 10 });
    expect(ran.ended.output).toEqual({ Error: 'Busy', Cause: 'Busy happened' });
    // The first state, three retries of it, and the end.
    expect(ran.execution.transitions()).toBe(5);
  });

  test('a retrier with full jitter waits a random share of its delay', async () => {
    const retry = { ErrorEquals: ['Busy'], IntervalSeconds: 8, MaxAttempts: 1, JitterStrategy: 'FULL' };
    expect(
      await run({ First: { ...task, Retry: [retry] } }, failing('Busy'), { chance: 0.25 }),
    ).toMatchObject({ seconds: 2 });
  });

  test('each retrier counts its own attempts', async () => {
    let calls = 0;
    const retry = (name: string) => ({ ErrorEquals: [name], IntervalSeconds: 1, MaxAttempts: 1 });
    const ran = await run({ First: { ...task, Retry: [retry('A'), retry('B')] } }, () => {
      calls += 1;
      return calls <= 2 ? failing(calls === 1 ? 'A' : 'B')() : Promise.resolve({});
    });
    expect(ran.ended.status).toBe('SUCCEEDED');
  });

  test('an error that no retrier or catcher matches fails the execution', async () => {
    const retry = { ErrorEquals: ['Busy'], MaxAttempts: 5 };
    const ran = await run({ First: { ...task, Retry: [retry] } }, failing('Other'));
    expect(ran.ended).toEqual({ status: 'FAILED', error: 'Other', cause: 'Other happened' });
  });

  test('a Task times out, and its work continues without effect on the execution', async () => {
    let done = false;
    const ran = await run(
      {
        First: { ...task, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Rest' }] },
        Rest: { Type: 'Wait', Comment: 'a', Seconds: 60, Next: 'Done' },
      },
      async (clock) => {
        await clock.sleep(20_000);
        done = true;
      },
    );
    expect(ran.entered).toEqual(['First', 'Rest', 'Done']);
    expect([ran.seconds, done]).toEqual([70, true]);
  });

  test.each(['States.ALL', 'States.TaskFailed'])('%s does not catch States.Runtime', async (any) => {
    const caught = { ErrorEquals: [any], Next: 'Done' };
    expect(
      (await run({ First: { ...task, Catch: [caught] } }, failing('States.Runtime'))).ended,
    ).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });

  test('States.TaskFailed catches any error but a time-out', async () => {
    const first = { ...task, Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'Done' }] };
    expect((await run({ First: first }, failing('Bad'))).ended.status).toBe('SUCCEEDED');
    const late = await run({ First: first }, (clock) => clock.sleep(20_000));
    expect(late.ended).toEqual({ status: 'FAILED', error: 'States.Timeout' });
  });

  test.each([
    ['262,142 letters', 'x'.repeat(262_142), 'SUCCEEDED'],
    ['262,143 letters', 'x'.repeat(262_143), 'FAILED'],
    ['131,071 letters of two bytes', 'é'.repeat(131_071), 'SUCCEEDED'],
    ['131,072 letters of two bytes', 'é'.repeat(131_072), 'FAILED'],
    ['262,137 letters in an object', { a: 'x'.repeat(262_136) }, 'SUCCEEDED'],
    ['262,138 letters in an object', { a: 'x'.repeat(262_137) }, 'FAILED'],
  ])('a result of %s, with its quotes, is measured in bytes of UTF-8', async (_, result, status) => {
    const { ended } = await run({ First: task }, async () => result);
    expect(ended.status).toBe(status);
    expect(ended.error).toBe(status === 'FAILED' ? 'States.DataLimitExceeded' : undefined);
  });

  test('no Catch applies to an Output over the limit', async () => {
    const large = {
      Output: "{% $pad('', 262144, 'x') %}",
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }],
    };
    const { ended } = await run({ First: { ...task, ...large } });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });
});

describe('Wait, Choice and Fail', () => {
  test.each(['{% 1.5 %}', '{% -1 %}', "{% '1' %}", '{% $states.input.none %}'])(
    'a Wait of %s seconds fails',
    async (seconds) => {
      const { ended } = await run({ First: { Type: 'Wait', Comment: 'a', Seconds: seconds, Next: 'Done' } });
      expect(ended.error).toBe('States.QueryEvaluationError');
    },
  );

  test('a Wait lasts until its Timestamp, and not at all when that has passed', async () => {
    const wait = (at: string) => ({ First: { Type: 'Wait', Timestamp: at, Next: 'Done' } });
    expect((await run(wait('1970-01-01T00:01:00Z'))).seconds).toBe(60);
    expect((await run(wait('1970-01-01T01:01:00+01:00'))).seconds).toBe(60);
    expect((await run(wait('1969-01-01T00:00:00Z'))).seconds).toBe(0);
  });

  test('a Choice without a Default fails when no condition is true', async () => {
    const first = { Type: 'Choice', Choices: [{ Condition: false, Next: 'Done' }] };
    expect((await run({ First: first })).ended).toMatchObject({ error: 'States.NoChoiceMatched' });
  });

  test('a Choice fails on a condition that is neither true nor false', async () => {
    const first = {
      Type: 'Choice',
      Comment: 'a',
      Choices: [{ Condition: '{% 1 %}', Next: 'Done' }],
      Default: 'Done',
    };
    expect((await run({ First: first })).ended).toMatchObject({ error: 'States.QueryEvaluationError' });
  });

  test('a Choice takes the first rule whose condition is true, with its Assign', async () => {
    const rule = (condition: string, x: number) => ({
      Condition: `{% ${condition} %}`,
      Assign: { x },
      Next: 'Show',
    });
    const first = {
      Type: 'Choice',
      Comment: 'a',
      Choices: [rule('false', 1), rule('true', 2), rule('true', 3)],
      Default: 'Done',
    };
    const show = { Type: 'Succeed', Comment: 'a', Output: '{% $x %}' };
    expect((await run({ First: first, Show: show })).ended.output).toBe(2);
  });

  test('a Fail evaluates its error and cause', async () => {
    const first = { Type: 'Fail', Comment: 'a', Error: 'Bad', Cause: "{% 'because ' & $states.input.why %}" };
    expect((await run({ First: first }, undefined, { input: { why: 'so' } })).ended).toEqual({
      status: 'FAILED',
      error: 'Bad',
      cause: 'because so',
    });
  });
});

describe('the end of an execution', () => {
  const caught = { ErrorEquals: ['States.ALL'], Next: 'Done' };
  const slow = { First: { ...task, TimeoutSeconds: 900, Catch: [caught] } };

  test('a stopped execution runs no Catch, and its task in flight continues', async () => {
    let done = false;
    const clockOf: VirtualClock[] = [];
    const work = async (clock: VirtualClock) => {
      await clock.sleep(30_000);
      done = true;
    };
    const ran = await run(slow, work, {
      meanwhile: (execution, clock) => {
        clockOf.push(clock);
        clock.sleep(10_000).then(() => execution.stop('Stopped', 'by hand'));
      },
    });
    expect(ran.ended).toEqual({ status: 'ABORTED', error: 'Stopped', cause: 'by hand' });
    expect([ran.seconds, done]).toEqual([10, false]);
    const [clock] = clockOf;
    await clock?.runUntil(clock.sleep(60_000));
    expect([done, ran.entered]).toEqual([true, ['First']]);
  });

  test('a redriven execution resumes in the state in which it was stopped', async () => {
    let invoked = 0;
    const { ended, entered, execution } = await run(
      {
        First: { ...task, Assign: { first: '{% $states.result %}' }, Next: 'Pause' },
        Pause: { Type: 'Wait', Comment: 'a', Seconds: 100, Next: 'Last' },
        Last: {
          ...task,
          Arguments: { first: '{% $first %}', redrives: '{% $states.context.Execution.RedriveCount %}' },
        },
      },
      async (_, args) => {
        invoked += 1;
        return invoked === 1 ? 'a' : args;
      },
      {
        meanwhile: (started, clock) => {
          clock.schedule(50_000, () => {
            clock.wake();
            started.stop('Stopped', 'by an operator');
          });
        },
        redriveAfter: 10,
      },
    );
    expect(ended).toEqual({ status: 'SUCCEEDED', output: { first: 'a', redrives: 1 } });
    expect(entered).toEqual(['First', 'Pause', 'Pause', 'Last', 'Done']);
    expect(execution.transitions()).toBe(entered.length + 1);
  });

  test('a redriven execution ignores the task left in flight and counts retries from 0', async () => {
    const starts: number[] = [];
    const flaky = {
      ...task,
      TimeoutSeconds: 100,
      Retry: [{ ErrorEquals: ['Bad'], IntervalSeconds: 1, BackoffRate: 1, MaxAttempts: 1 }],
    };
    const { ended, seconds } = await run(
      { First: flaky },
      async (clock) => {
        starts.push(clock.now() / 1_000);
        await clock.sleep(20_000);
        if (starts.length < 4) {
          throw new StatesError('Bad', 'not yet');
        }
        return starts.length;
      },
      {
        meanwhile: (started, clock) => {
          clock.schedule(30_000, () => {
            clock.wake();
            started.stop('Stopped', 'by an operator');
          });
        },
        redriveAfter: 1,
      },
    );
    expect(starts).toEqual([0, 21, 31, 52]);
    expect(ended).toEqual({ status: 'SUCCEEDED', output: 4 });
    expect(seconds).toBe(72);
  });

  test('an execution that times out runs no Catch', async () => {
    const ran = await run(slow, (clock) => clock.sleep(800_000), { top: { TimeoutSeconds: 50 } });
    expect(ran.ended).toEqual({ status: 'TIMED_OUT' });
    expect(ran.seconds).toBe(50);
    // Started, entered, scheduled, started, timed out.
    expect(ran.execution.historyEvents()).toBe(5);
  });

  test('the 25,000th event is the end of an execution that never ends by itself', async () => {
    const loop = {
      First: { Type: 'Wait', Seconds: 1, Next: 'Again' },
      Again: { Type: 'Choice', Choices: [{ Condition: false, Next: 'Done' }], Default: 'First' },
    };
    const ran = await run(loop, undefined, { top: { TimeoutSeconds: 1_000_000 } });
    expect(ran.ended).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(ran.execution.historyEvents()).toBe(25_000);
    // One event at the start, and four for each second; the Wait exits with event 24,999.
    expect(ran.seconds).toBe(6_250);
  });

  test('no Catch applies to the limit of events', async () => {
    const loop = {
      First: { ...task, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'First' }], Next: 'First' },
      Unused: { Type: 'Succeed' },
    };
    const first = { ...loop.First, Catch: [{ ErrorEquals: ['Never'], Next: 'Unused' }, ...loop.First.Catch] };
    const ran = await run({ ...loop, First: first }, undefined, { top: { TimeoutSeconds: 1_000_000 } });
    expect(ran.ended).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });

  test('an iteration of Wait, Task and Choice has nine events and three transitions', async () => {
    const iteration = {
      First: { Type: 'Wait', Comment: 'a', Seconds: 1, Next: 'Work' },
      Work: { ...task, Next: 'Pick' },
      Pick: { Type: 'Choice', Comment: 'a', Choices: [{ Condition: false, Next: 'Work' }], Default: 'Done' },
    };
    const { execution } = await run(iteration);
    // Started; the iteration; the last state entered and exited; succeeded.
    expect([execution.historyEvents(), execution.transitions()]).toEqual([1 + 9 + 3, 3 + 1]);
  });
});
