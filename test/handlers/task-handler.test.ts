import { expect, test } from '@jest/globals';
import { RouteChangedError } from '../../lambdas/core/shared/errors';
import { taskHandler } from '../../lambdas/handlers/support/task-handler';

interface Input {
  readonly route?: string;
  readonly execution?: string;
  readonly plan?: unknown;
}

/** A clock that advances by 40 ms with every read, and a log that keeps its entries. */
function tools() {
  const lines: unknown[] = [];
  const note = (level: string) => (message: string, detail: object) => {
    lines.push({ level, message, ...detail });
  };
  let now = 0;
  const clock = {
    now: () => {
      now += 40;
      return now;
    },
    sleep: async () => {},
  };
  return { lines, clock, log: { info: note('info'), error: note('error') } };
}

const about = { state: 'ShiftTraffic', route: 'route53/Z1/api.example.com', execution: 'arn:one' };
const { state, ...identity } = about;

test('logs the start and the end, with the result', async () => {
  const { lines, ...rest } = tools();
  const output = { percent: 10, verdict: 'pass', by: null, shift: { secret: 'inside' } };
  const handler = taskHandler(state, async (_: Input) => output, rest);
  await expect(handler({ ...identity })).resolves.toBe(output);
  expect(lines).toEqual([
    { level: 'info', message: 'started', ...about },
    {
      level: 'info',
      message: 'ended',
      ...about,
      durationMs: 40,
      result: { percent: 10, verdict: 'pass', by: null },
    },
  ]);
});

test('rethrows an error unchanged, and logs its name', async () => {
  const { lines, ...rest } = tools();
  const error = new RouteChangedError('the route was changed');
  const handler = taskHandler(
    state,
    async (_: Input): Promise<object> => {
      throw error;
    },
    rest,
  );
  await expect(handler({ ...identity })).rejects.toBe(error);
  expect(lines.at(-1)).toEqual({
    level: 'error',
    message: 'failed',
    ...about,
    durationMs: 40,
    error: 'RouteChangedError',
    reason: 'the route was changed',
  });
});

test('does not log headers and bodies of a plan', async () => {
  const { lines, ...rest } = tools();
  const plan = { smokeTest: { checks: [{ headers: { Authorization: 'Bearer hush' }, body: 'hush' }] } };
  await taskHandler(
    state,
    async (input: Input) => ({ valid: true, plan: input.plan }),
    rest,
  )({ ...identity, plan });
  expect(JSON.stringify(lines)).not.toContain('hush');
});

test('logs a thrown value that is not an Error', async () => {
  const { lines, ...rest } = tools();
  const thrower = taskHandler(state, (_: Input): Promise<object> => Promise.reject('just words'), rest);
  await expect(thrower({})).rejects.toBe('just words');
  expect(lines.at(-1)).toMatchObject({ error: 'Error', reason: 'just words' });
});
