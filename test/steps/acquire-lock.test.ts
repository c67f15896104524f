import { describe, expect, test } from '@jest/globals';
import { routeKey } from '../../lambdas/core/routers/route';
import { LEDGER_FORMAT } from '../../lambdas/core/shared/lock';
import { acquireLock } from '../../lambdas/steps/acquire-lock';
import { memoryLedger } from '../../lib/rehearsal/aws/memory-ledger';
import { planOf } from '../support/plans/plans';
import { began, execution, fakeClock, other, takeLock } from '../support/world/cutover';
import { LATER } from '../support/world/later';
import { TURN } from '../support/world/revert-turn';

const groupArn = (name: string) =>
  `arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/${name}/0123456789abcdef`;
const plan = planOf({
  name: 'api-move',
  preflight: { targetGroupArns: [groupArn('new')], oldTargetGroupArns: [groupArn('old')] },
});
const route = routeKey(plan.router);
const input = { plan, execution, route, redriven: false };
const setUp = () => ({ ledger: memoryLedger(), clock: fakeClock().clock });

test('locks a free route for this execution, with what guards and a revert will need', async () => {
  const ports = setUp();
  const { fence, ...result } = await acquireLock(ports)(input);
  expect(result).toEqual({ acquired: true, reason: `lock of ${route} acquired (fence ${fence})` });
  expect(await ports.ledger.read(route)).toMatchObject({
    lock: {
      execution,
      planName: 'api-move',
      acquiredAt: began,
      fence,
      reverting: false,
      alarms: ['api-new-5xx-rate'],
      targetGroupArns: { old: [groupArn('old')], new: [groupArn('new')] },
      format: LEDGER_FORMAT,
    },
    router: plan.router,
  });
});

test('records the start together with the lock, once', async () => {
  const ports = setUp();
  await acquireLock(ports)(input);
  await acquireLock(ports)(input);
  expect(await ports.ledger.decisions(route)).toEqual([
    {
      ...{ key: 'started', kind: 'started', what: 'started', plan: 'api-move' },
      reason: 'plan "api-move": the new path gets 10 %, 50 %, 100 %',
      ...{ by: 'cutover', execution, at: began },
    },
  ]);
});

test('says how long the plan holds', async () => {
  const ports = setUp();
  await acquireLock(ports)({ ...input, plan: planOf({ hold: { seconds: 3_600 } }) });
  expect((await ports.ledger.decisions(route))[0]?.reason).toMatch(/100 %, then a hold of 3600 s$/);
});

test('locks once, under one fence, when the same execution runs it twice', async () => {
  const ports = setUp();
  expect(await acquireLock(ports)(input)).toEqual(await acquireLock(ports)(input));
});

describe('a locked route', () => {
  test('is refused, with the name of its holder', async () => {
    const ports = setUp();
    const fence = await takeLock(ports.ledger, route, other, plan.router);
    expect(await acquireLock(ports)(input)).toEqual({
      acquired: false,
      fence: null,
      reason:
        `${route} has been locked since ${began} by plan "api", execution ${other}; wait ` +
        `until it has ended`,
    });
    expect((await ports.ledger.read(route))?.lock).toMatchObject({ execution: other, fence });
  });

  test('is refused, and the refusal is recorded once', async () => {
    const ports = setUp();
    await takeLock(ports.ledger, route, other, plan.router);
    const { reason } = await acquireLock(ports)(input);
    await acquireLock(ports)(input);
    expect(await ports.ledger.decisions(route)).toEqual([
      {
        ...{ key: 'rejected', kind: 'rejected', what: 'rejected', reason, plan: 'api-move' },
        ...{ by: 'cutover', execution, at: began },
      },
    ]);
  });

  test('is refused without a decision while the execution itself is being reverted', async () => {
    const ports = setUp();
    await takeLock(ports.ledger, route, execution, plan.router);
    await ports.ledger.takeOver(route, execution, TURN);
    await acquireLock(ports)(input);
    expect(await ports.ledger.decisions(route)).toEqual([]);
  });

  test.each([other, execution])('is refused while %s is being reverted', async (owner) => {
    const ports = setUp();
    await takeLock(ports.ledger, route, owner, plan.router);
    const fence = await ports.ledger.takeOver(route, owner, TURN);
    expect(await acquireLock(ports)(input)).toEqual({
      acquired: false,
      fence: null,
      reason:
        `${route} has been locked since ${began} by plan "api", execution ${owner}, which is ` +
        `being reverted; wait until it has ended`,
    });
    expect((await ports.ledger.read(route))?.lock).toMatchObject({ fence, reverting: true });
  });
});

describe('a redriven execution', () => {
  const redriven = { ...input, redriven: true };

  test('continues with the lock that it holds', async () => {
    const ports = setUp();
    const first = await acquireLock(ports)(input);
    expect(await acquireLock(ports)(redriven)).toEqual(first);
  });

  test('does not lock a free route, because its revert runs only once', async () => {
    const ports = setUp();
    const refused = {
      acquired: false,
      fence: null,
      reason:
        `the execution was redriven and does not hold the lock of ${route} any more; start a ` +
        `new execution`,
    };
    expect(await acquireLock(ports)(redriven)).toEqual(refused);
    const fence = await takeLock(ports.ledger, route, execution, plan.router);
    await ports.ledger.release(route, fence, LATER);
    expect(await acquireLock(ports)(redriven)).toEqual(refused);
    expect((await ports.ledger.read(route))?.lock).toBeNull();
  });

  test.each([other, execution])('is refused while %s is being reverted', async (owner) => {
    const ports = setUp();
    await takeLock(ports.ledger, route, owner, plan.router);
    await ports.ledger.takeOver(route, owner, TURN);
    expect(await acquireLock(ports)(redriven)).toEqual(await acquireLock(ports)(input));
  });

  test('is refused when another cutover holds the lock', async () => {
    const ports = setUp();
    await takeLock(ports.ledger, route, other, plan.router);
    expect(await acquireLock(ports)(redriven)).toEqual(await acquireLock(ports)(input));
  });
});
