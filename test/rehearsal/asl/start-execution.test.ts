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
  Resource: 'r',
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
    States: { ...states, Done: succeed },
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

  test.each(['States.DataLimitExceeded', 'States.Runtime'])('States.ALL does not catch %s', async (name) => {
    const caught = { ErrorEquals: ['States.ALL'], Next: 'Done' };
    expect((await run({ First: { ...task, Catch: [caught] } }, failing(name))).ended).toMatchObject({
      status: 'FAILED',
      error: name,
    });
  });

  test('an output over the payload limit fails the execution', async () => {
    const ran = await run({ First: task }, async () => 'x'.repeat(262_145));
    expect(ran.ended).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });
});

describe('Wait, Choice and Fail', () => {
  test.each([1.5, -1, '{% $states.input.none %}'])('a Wait of %s seconds fails', async (seconds) => {
    const { ended } = await run({ First: { Type: 'Wait', Comment: 'a', Seconds: seconds, Next: 'Done' } });
    expect(ended.status).toBe('FAILED');
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
    expect(ran.ended).toMatchObject({ status: 'TIMED_OUT' });
    expect(ran.seconds).toBe(50);
  });

  test('an execution fails at 25,000 history events', async () => {
    const loop = {
      First: { Type: 'Wait', Comment: 'a', Seconds: 1, Next: 'Again' },
      Again: { Type: 'Choice', Comment: 'a', Choices: [], Default: 'First' },
    };
    const ran = await run(loop, undefined, { top: { TimeoutSeconds: 1_000_000 } });
    expect(ran.ended).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(ran.seconds).toBeCloseTo(25_000 / 4, -1);
  });

  test('an iteration of Wait, Task and Choice has nine events and three transitions', async () => {
    const iteration = {
      First: { Type: 'Wait', Comment: 'a', Seconds: 1, Next: 'Work' },
      Work: { ...task, Next: 'Pick' },
      Pick: { Type: 'Choice', Comment: 'a', Choices: [], Default: 'Done' },
    };
    const { execution } = await run(iteration);
    // Started; the iteration; the last state entered and exited; succeeded.
    expect([execution.historyEvents(), execution.transitions()]).toEqual([1 + 9 + 3, 3 + 1]);
  });
});
