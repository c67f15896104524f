import { describe, expect, test } from '@jest/globals';
import { ServiceBusyError } from '../../lambdas/core/shared/errors';
import { MAX_COMMANDS } from '../../lambdas/core/shared/operator-command';
import { revertName } from '../../lambdas/core/shared/revert-name';
import type { Ledger } from '../../lambdas/ports';
import { operate } from '../../lambdas/steps/operate';
import { began, execution, other } from '../support/world/cutover';
import { LATER } from '../support/world/later';
import { ada, ben, eventOf, operatedDeployment, recordName } from '../support/world/operate';
import { TURN } from '../support/world/revert-turn';

/** A cutover that has shifted to a percent. */
async function underWay(percent = 10, policy?: Parameters<typeof operatedDeployment>[0]) {
  const deployment = operatedDeployment(policy);
  const fence = await deployment.hold(recordName, execution);
  await deployment.ledger.saveExpected(deployment.route, fence, { percent, version: 'v' });
  return { ...deployment, fence };
}

describe('a request', () => {
  test('whose caller AWS has not authenticated is refused', async () => {
    const { send, route, stored } = await underWay();
    expect(await send(null, { kind: 'pause', route, reason: 'lunch' })).toMatchObject({
      status: 403,
      accepted: false,
      reason: expect.stringContaining('sign it'),
    });
    expect(await stored()).toEqual([]);
  });

  test.each<[string, unknown, RegExp]>([
    ['is no JSON', '{', /body: is not JSON/],
    ['is empty', '', /body: is not JSON/],
    ['has another kind', { kind: 'Pause' }, /kind: is "Pause"; must be one of "approve"/],
    ['has no reason', { kind: 'pause', route: 'route53/Z/a' }, /reason: is missing/],
    ['has an empty reason', { kind: 'pause', route: 'route53/Z/a', reason: '' }, /reason: /],
    ['has no route', { kind: 'pause', reason: 'r' }, /route: is missing/],
    [
      'has who sends it',
      { kind: 'pause', route: 'route53/Z/a', reason: 'r', by: 'ben' },
      /by: is not a field/,
    ],
    ['has a time', { kind: 'abort', route: 'route53/Z/a', reason: 'r', at: began }, /at: is not a field/],
    [
      'approves without a percent',
      { kind: 'approve', route: 'route53/Z/a', reason: 'r' },
      /atPercent: is missing/,
    ],
    [
      'has a percent that is text',
      { kind: 'promote', route: 'route53/Z/a', reason: 'r', atPercent: '10' },
      /atPercent: /,
    ],
    [
      'names no execution',
      { kind: 'pause', route: 'route53/Z/a', reason: 'r', execution: 'api-1' },
      /execution: /,
    ],
    ['is a list', [], /must be a mapping/],
    ['is too long', `"${'x'.repeat(262_144)}"`, /at most 262144 characters/],
  ])('that %s is malformed', async (_, body, reason) => {
    const { send, stored } = await underWay();
    expect(await send(ada, body)).toMatchObject({
      status: 400,
      accepted: false,
      reason: expect.stringMatching(reason),
    });
    expect(await stored()).toEqual([]);
  });

  test('in Base64 is read as well, and anything else in its place is malformed', async () => {
    const { ports, route, stored } = await underWay();
    const body = JSON.stringify({ kind: 'pause', route, reason: 'Mittagspause im Café' });
    const encoded = { ...eventOf(ada, Buffer.from(body).toString('base64')), isBase64Encoded: true };
    expect(await operate(ports)(encoded)).toMatchObject({ statusCode: 200 });
    expect(await stored()).toMatchObject([{ kind: 'pause', reason: 'Mittagspause im Café' }]);
    expect(await operate(ports)({ ...encoded, body: '%' })).toMatchObject({ statusCode: 400 });
  });

  test('for a route of another deployment is refused', async () => {
    const { send } = await underWay();
    const route = 'route53/Z0123456789ABCDEFGHIJ/mail.example.com';
    expect(await send(ada, { kind: 'pause', route, reason: 'lunch' })).toMatchObject({
      status: 404,
      reason: expect.stringContaining('is not a route of this deployment'),
    });
  });

  test('is answered with 503 when a service is busy', async () => {
    const { command, ledger, ports, send, route } = await underWay();
    const busy: Ledger = {
      ...ledger,
      read: () => Promise.reject(new ServiceBusyError('Throttling: slow down')),
    };
    expect(await send(ada, { kind: 'pause', route, reason: 'r' }, { ...ports, ledger: busy })).toEqual({
      status: 503,
      accepted: false,
      reason: 'Throttling: slow down; send the request again',
    });
    expect(await command('pause')).toMatchObject({ status: 200 });
  });
});

describe('what Operate cannot do', () => {
  test('is a conflict when the cutover has too many commands', async () => {
    const { command, ledger, route } = await underWay();
    const said = { by: ada, person: ada, at: began, reason: 'r' };
    for (let i = 0; i < MAX_COMMANDS; i += 1) {
      await ledger.sendCommand(route, execution, { kind: 'pause', ...said });
    }
    expect(await command('pause')).toMatchObject({
      status: 409,
      reason: expect.stringContaining('only abort is taken now'),
    });
    expect(await command('abort')).toMatchObject({ status: 200 });
  });

  test('is an error of the function when nobody has planned it', async () => {
    const { send, ledger, ports, route } = await underWay();
    const denied: Ledger = { ...ledger, read: () => Promise.reject(new TypeError('denied')) };
    const request = { kind: 'pause', route, reason: 'r' };
    await expect(send(ada, request, { ...ports, ledger: denied })).rejects.toThrow('denied');
  });

  test('counts an execution that nobody knows any more as ended', async () => {
    const { command, forward, acts } = await underWay();
    forward.delete(execution);
    expect(await command('pause')).toMatchObject({ reason: expect.stringContaining('is gone') });
    expect(await command('abort')).toMatchObject({ reason: expect.stringContaining('has ended (gone)') });
    expect(await command('revert')).toMatchObject({ status: 200 });
    expect(acts).toMatchObject([{ start: revertName(execution) }]);
  });

  test('sends commands to an execution that waits for a redrive', async () => {
    const { command, forward } = await underWay();
    forward.set(execution, 'PENDING_REDRIVE');
    expect(await command('pause')).toMatchObject({ status: 200 });
  });

  test('is not changed by what cannot be read as a command', async () => {
    const { command, ledger, route } = await underWay();
    await ledger.sendCommand(route, execution, { kind: 'ABORT' } as never);
    expect(await command('pause')).toMatchObject({ status: 200 });
  });
});

describe('a command', () => {
  test('is written with the caller as AWS authenticated it, and the time of the function', async () => {
    const { command, stored, pass } = await underWay();
    pass(90);
    expect(await command('pause')).toEqual({
      status: 200,
      accepted: true,
      kind: 'pause',
      route: 'route53/Z0123456789ABCDEFGHIJ/api.example.com',
      execution,
      by: ada,
      at: '2026-11-20T12:01:30.000Z',
      next: 'nothing new begins until a resume; evaluations, and the time-out of an approval, go on',
    });
    expect(await stored()).toEqual([
      { kind: 'pause', by: ada, person: ada, at: '2026-11-20T12:01:30.000Z', reason: 'lunch' },
    ]);
  });

  test.each(['approve', 'promote', 'pause', 'resume'])('%s is refused when nothing listens', async (kind) => {
    const more = kind === 'approve' || kind === 'promote' ? { atPercent: 10 } : {};
    const free = operatedDeployment();
    expect(await free.command(kind, ada, more)).toMatchObject({
      status: 409,
      reason: expect.stringContaining('no cutover has locked'),
    });
    const another = await underWay();
    expect(await another.command(kind, ada, { ...more, execution: other })).toMatchObject({
      status: 409,
      reason: expect.stringContaining(`is locked by another execution, ${execution}`),
    });
    const ended = await underWay();
    ended.forward.set(execution, 'FAILED');
    expect(await ended.command(kind, ada, more)).toMatchObject({
      status: 409,
      reason: expect.stringMatching(/is FAILED, so that nothing reads the command; send revert/),
    });
    const reverting = await underWay();
    await reverting.ledger.takeOver(reverting.route, execution, TURN);
    expect(await reverting.command(kind, ada, more)).toMatchObject({
      status: 409,
      reason: expect.stringContaining('is being reverted'),
    });
    for (const one of [free, another, ended, reverting]) {
      expect(await one.stored()).toEqual([]);
    }
  });

  test('is refused after an abort that is recorded', async () => {
    const { command, ledger, route } = await underWay();
    const said = { by: ben, person: ben, at: began, reason: 'wrong build' };
    await ledger.sendCommand(route, execution, { kind: 'abort', ...said });
    expect(await command('resume')).toMatchObject({
      status: 409,
      reason: `the cutover was aborted by ${ben}: wrong build`,
    });
  });

  test('resume is refused when there is no pause', async () => {
    const { command } = await underWay();
    expect(await command('resume')).toMatchObject({ status: 409, reason: 'the cutover is not paused' });
    await command('pause');
    expect(await command('resume')).toMatchObject({ status: 200 });
  });

  test('pause says that a shift is under way, and holds after it', async () => {
    const { command, ledger, route, fence } = await underWay();
    await ledger.beginShift(route, fence, { until: '2026-11-20T12:00:45.000Z', percent: 50 }, 0);
    expect(await command('pause')).toMatchObject({
      next: 'the shift to 50 % is under way; the pause holds after it',
    });
  });

  test('pause sees a shift that began while it was sent', async () => {
    const { send, ledger, route, fence, ports } = await underWay();
    const lease = { until: '2026-11-20T12:00:45.000Z', percent: 50 };
    const raced: Ledger = {
      ...ledger,
      sendCommand: async (...args) => {
        await ledger.beginShift(route, fence, lease, 0);
        await ledger.sendCommand(...args);
      },
    };
    expect(await send(ada, { kind: 'pause', route, reason: 'r' }, { ...ports, ledger: raced })).toMatchObject(
      {
        next: 'the shift to 50 % is under way; the pause holds after it',
      },
    );
  });

  test.each(['approve', 'promote'])(
    '%s is refused for a percent that the route does not have',
    async (kind) => {
      const { command, stored } = await underWay(50);
      expect(await command(kind, ada, { atPercent: 10 })).toMatchObject({
        status: 409,
        reason: expect.stringContaining('the command is for 10 %, and the route is at 50 % now'),
      });
      expect(await stored()).toEqual([]);
      const early = operatedDeployment();
      await early.lock(recordName, execution);
      expect(await early.command(kind, ada, { atPercent: 10 })).toMatchObject({
        status: 409,
        reason: expect.stringContaining('nothing has been shifted yet'),
      });
    },
  );

  test('promote takes the least soak and hold of the policy with it', async () => {
    const { command, stored } = await underWay(10, { minSoakSeconds: 300, minHoldSeconds: 86_400 });
    expect(await command('promote', ada, { atPercent: 10 })).toMatchObject({
      status: 200,
      next: expect.stringContaining('not before 300 s of a soak or 86400 s of a hold'),
    });
    expect(await stored()).toMatchObject([{ kind: 'promote', minSoakSeconds: 300, minHoldSeconds: 86_400 }]);
  });
});

describe('an approval', () => {
  const role = (name: string) => `arn:aws:sts::111122223333:assumed-role/Ops/${name}`;

  test('says how many persons have approved', async () => {
    const { command } = await underWay();
    const at10 = { atPercent: 10 };
    expect(await command('approve', ada, at10)).toMatchObject({
      next: expect.stringMatching(/approved it: 1$/),
    });
    expect(await command('approve', ada, at10)).toMatchObject({
      next: expect.stringMatching(/approved it: 1$/),
    });
    expect(await command('approve', role('x'), at10)).toMatchObject({
      next: expect.stringMatching(/approved it: 2$/),
    });
    expect(await command('approve', role('y'), at10)).toMatchObject({
      next: expect.stringMatching(/approved it: 2$/),
    });
  });

  test('is taken from those alone that the policy names', async () => {
    const policy = { approvals: { fromPercent: 50, by: ['arn:aws:iam::*:user/ada'] } };
    const { command, stored } = await underWay(10, policy);
    expect(await command('approve', ben, { atPercent: 10 })).toMatchObject({
      status: 403,
      reason: expect.stringContaining('approvals.by'),
    });
    expect(await stored()).toEqual([]);
    expect(await command('approve', ada, { atPercent: 10 })).toMatchObject({ status: 200 });
    expect(await command('pause', ben)).toMatchObject({ status: 200 });
  });

  const notByStarter = { approvals: { fromPercent: 50, notByStarter: true } };
  test.each<[string, string | null, string, number]>([
    ['another person', ben, ada, 200],
    ['the starter', ada, ada, 403],
    ['another session of the role that started it', role('one'), role('two'), 403],
    ['anybody, when nobody is known to have started it', null, ada, 403],
  ])('under a policy that excludes the starter, by %s', async (_, starter, approver, status) => {
    const { command, ledger, route } = await underWay(10, notByStarter);
    if (starter !== null) {
      const person = starter.startsWith('arn:aws:sts') ? 'arn:aws:iam::111122223333:role/Ops' : starter;
      await ledger.saveStarter(route, execution, {
        ...{ by: starter, person, at: began, reason: 'r', planDigest: 'd' },
      });
    }
    expect(await command('approve', approver, { atPercent: 10 })).toMatchObject({ status });
  });
});

describe('abort', () => {
  test('starts the revert and stops the execution at once', async () => {
    const { command, acts, stored, route } = await underWay();
    expect(await command('abort')).toMatchObject({ status: 200, execution, next: 'the revert was started' });
    const cause = `aborted by ${ada}: lunch`;
    expect(acts).toEqual([
      { start: revertName(execution), input: { execution, route, failure: { Cause: cause } } },
      { stop: execution, error: 'AbortedByOperator', cause },
    ]);
    expect(await stored()).toMatchObject([{ kind: 'abort', by: ada }]);
  });

  test('does not wait for a ledger that is busy', async () => {
    const { send, acts, ledger, ports, route } = await underWay();
    const busy: Ledger = {
      ...ledger,
      sendToHolder: () => Promise.reject(new ServiceBusyError('Throttling: slow down')),
    };
    const answer = await send(ada, { kind: 'abort', route, reason: 'r' }, { ...ports, ledger: busy });
    expect(answer).toMatchObject({ status: 200 });
    expect(acts).toHaveLength(2);
  });

  test.each(['abort', 'revert'])(
    '%s is refused when the cutover ends while it is sent: nothing would revert',
    async (kind) => {
      const { send, acts, ledger, ports, route, fence } = await underWay();
      const ending: Ledger = {
        ...ledger,
        sendToHolder: async (...args) => {
          await ledger.release(route, fence, LATER);
          return ledger.sendToHolder(...args);
        },
      };
      const answer = await send(ada, { kind, route, reason: 'r' }, { ...ports, ledger: ending });
      expect(answer).toMatchObject({
        status: 409,
        reason: expect.stringMatching(/has ended meanwhile.*cutover undo/),
      });
      expect(acts).toEqual([]);
      expect(await ledger.commands(route, execution)).toEqual([]);
    },
  );

  test('stops an execution that has not locked the route yet, when it is named', async () => {
    const { command, acts, forward, ledger, route } = operatedDeployment();
    forward.set(execution, 'RUNNING');
    expect(await command('abort')).toMatchObject({ status: 409 });
    expect(await command('abort', ada, { execution })).toMatchObject({
      status: 200,
      next: expect.stringContaining('before it had locked the route'),
    });
    expect(acts).toMatchObject([{ stop: execution }]);
    // A late lock of this execution finds the abort.
    await ledger.acquire(route, {} as never, { execution, planName: 'api', acquiredAt: began });
    expect((await ledger.read(route))?.commands.stored).toMatchObject([{ kind: 'abort' }]);
  });

  test('of an execution that has released its lock, and has not ended yet, is refused', async () => {
    const { command, acts, ledger, route, fence } = await underWay();
    const started = { key: 'started', kind: 'started', what: 'started', reason: 'plan "api"' } as const;
    await ledger.record(route, { ...started, execution, by: 'cutover', at: began });
    await ledger.release(route, fence, began);
    const released = await command('abort', ada, { execution });
    expect(released).toMatchObject({
      status: 409,
      reason: expect.stringMatching(/the cutover has released the lock.*no cutover has locked.*cutover undo/),
    });
    const other = { execution: `${execution}-2`, planName: 'api', acquiredAt: began };
    await ledger.acquire(route, {} as never, other);
    expect(await command('abort', ada, { execution })).toMatchObject({
      status: 409,
      reason: expect.stringMatching(/the cutover has released the lock.*is locked by another execution/),
    });
    expect(acts).toEqual([]);
    expect(await ledger.commands(route, execution)).toEqual([]);
  });

  test('of an execution that locks the route in that moment reverts it', async () => {
    const { command, acts, ledger, route, forward } = operatedDeployment();
    forward.set(execution, 'RUNNING');
    const { decision } = ledger;
    ledger.decision = async (...asked) => {
      const started = { key: 'started', kind: 'started', what: 'started', reason: 'plan "api"' } as const;
      const owner = { execution, planName: 'api', acquiredAt: began };
      await ledger.acquire(route, {} as never, owner, { ...started, execution, by: 'cutover', at: began });
      return decision(...asked);
    };
    expect(await command('abort', ada, { execution })).toMatchObject({ status: 200 });
    expect(acts).toMatchObject([{ start: 'revert-api-1' }, { stop: execution }]);
  });

  test.each([
    ['has ended', 'FAILED' as const, 409],
    ['does not exist', null, 409],
  ])('of a named execution that %s is refused', async (_, status, expected) => {
    const { command, acts, forward } = operatedDeployment();
    if (status !== null) {
      forward.set(execution, status);
    }
    expect(await command('abort', ada, { execution })).toMatchObject({ status: expected });
    expect(acts).toEqual([]);
  });

  test('is refused while the cutover is reverted, and after it has ended', async () => {
    const reverting = await underWay();
    await reverting.ledger.takeOver(reverting.route, execution, TURN);
    expect(await reverting.command('abort')).toMatchObject({
      status: 409,
      reason: expect.stringContaining('is being reverted already'),
    });
    const ended = await underWay();
    ended.forward.set(execution, 'ABORTED');
    expect(await ended.command('abort')).toMatchObject({
      status: 409,
      reason: expect.stringContaining('has ended (ABORTED); send revert'),
    });
  });
});

describe('revert', () => {
  test('stops and reverts a cutover that runs', async () => {
    const { command, acts } = await underWay();
    expect(await command('revert')).toMatchObject({ status: 200 });
    expect(acts).toMatchObject([
      { start: revertName(execution), input: { failure: { Cause: `reverted by ${ada}: lunch` } } },
      { stop: execution },
    ]);
  });

  test('starts another revert after one that failed, with the right input', async () => {
    const { command, acts, forward, reverts, route } = await underWay();
    await command('abort');
    forward.set(execution, 'ABORTED');
    reverts.set(revertName(execution), 'FAILED');
    acts.length = 0;
    expect(await command('revert', ben)).toMatchObject({ status: 200, next: 'the revert was started' });
    expect(acts).toEqual([
      {
        start: revertName(execution, 1),
        input: { execution, route, failure: { Cause: `reverted by ${ben}: lunch` } },
      },
    ]);
  });

  test('starts nothing beside a revert that runs', async () => {
    const { command, acts, forward } = await underWay();
    await command('abort');
    forward.set(execution, 'ABORTED');
    acts.length = 0;
    expect(await command('revert')).toMatchObject({
      status: 200,
      next: expect.stringContaining('under way already'),
    });
    expect(acts).toEqual([]);
  });

  test('is refused when the route is not locked', async () => {
    expect(await operatedDeployment().command('revert')).toMatchObject({ status: 409 });
  });
});
