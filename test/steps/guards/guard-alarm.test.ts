import { describe, expect, test } from '@jest/globals';
import { revertName } from '../../../lambdas/core/shared/revert-name';
import { guardAlarm } from '../../../lambdas/steps/guards/guard-alarm';
import { deploymentOf } from '../../support/plans/deployment';
import { execution, other } from '../../support/world/cutover';
import { LATER } from '../../support/world/later';
import { TURN } from '../../support/world/revert-turn';

const alarmName = 'api-new-5xx-rate';
const alarms = ['api-new-p99', alarmName];
const fired = { alarmName, state: { value: 'ALARM', reason: '3 of 3 minutes > 1.0' } };
const resources = [`arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${alarmName}`];
const cause = `alarm "${alarmName}" is in ALARM: 3 of 3 minutes > 1.0`;
const nothing = { stopped: [], reason: `no cutover monitors "${alarmName}"` };
const deployed = () => deploymentOf('api.example.com', 'www.example.com');
const away = (): Promise<never> => Promise.reject(new Error('is away'));

describe('a cutover whose alarm goes to ALARM', () => {
  test('is reverted, and then stopped', async () => {
    const { ports, hold, acts, routeOf } = deployed();
    await hold('api.example.com', execution, { alarms });
    const route = routeOf('api.example.com');
    expect(await guardAlarm(ports)({ resources, detail: fired })).toEqual({
      stopped: [route],
      reason: cause,
    });
    expect(acts).toEqual([
      { start: revertName(execution), input: { execution, route, failure: { Cause: cause } } },
      { stop: execution, error: 'AlarmFired', cause: cause },
    ]);
  });

  test('is reverted and stopped before anything moved, too', async () => {
    const { ports, lock, acts } = deployed();
    await lock('api.example.com', execution, { alarms });
    await guardAlarm(ports)({ resources, detail: fired });
    expect(acts).toHaveLength(2);
  });

  test('is reverted and stopped with every other that monitors the alarm', async () => {
    const { ports, hold, acts, routeOf } = deployed();
    await hold('api.example.com', execution, { alarms });
    await hold('www.example.com', other, { alarms: [alarmName] });
    const { stopped } = await guardAlarm(ports)({ resources, detail: fired });
    expect(stopped).toEqual([routeOf('api.example.com'), routeOf('www.example.com')]);
    expect(acts).toHaveLength(4);
  });

  test.each([
    [undefined, `alarm "${alarmName}" is in ALARM: `],
    ['x'.repeat(2_000), expect.stringMatching(/^.{999}…$/)],
  ])('is stopped with a cause of at most 1,000 characters', async (reason, expected) => {
    const { ports, hold } = deployed();
    await hold('api.example.com', execution, { alarms });
    const state = { value: 'ALARM', ...(reason === undefined ? {} : { reason }) };
    expect(await guardAlarm(ports)({ resources, detail: { alarmName, state } })).toMatchObject({
      reason: expected,
    });
  });

  test.each([
    ['2020-01-01T00:00:00Z', 0],
    ['2100-01-01T00:00:00Z', 2],
  ])('is left alone when the event is from before it began: at %s, with %i acts', async (time, count) => {
    const { ports, hold, acts } = deployed();
    await hold('api.example.com', execution, { alarms });
    await guardAlarm(ports)({ time, resources, detail: fired });
    expect(acts).toHaveLength(count);
  });

  test('is reverted for an event in the second in which it began', async () => {
    const { ports, hold, acts, routeOf } = deployed();
    await hold('api.example.com', execution, { alarms });
    const acquiredAt = (await ports.ledger.read(routeOf('api.example.com')))?.lock?.acquiredAt ?? '';
    await guardAlarm(ports)({ time: `${acquiredAt.slice(0, 19)}Z`, resources, detail: fired });
    expect(acts).toHaveLength(2);
  });

  // EventBridge gives the time of an event in whole seconds, and a clock may be 5 s off.
  test.each([
    [1_001, 2],
    [6_000, 2],
    [6_001, 0],
  ])('for an event of %i ms before it began: %i acts', async (ms, count) => {
    const { ports, hold, acts, routeOf } = deployed();
    await hold('api.example.com', execution, { alarms });
    const acquiredAt = (await ports.ledger.read(routeOf('api.example.com')))?.lock?.acquiredAt ?? '';
    const time = new Date(Date.parse(acquiredAt) - ms).toISOString();
    await guardAlarm(ports)({ time, resources, detail: fired });
    expect(acts).toHaveLength(count);
  });

  test('is reverted once when the event is delivered more than once', async () => {
    const { ports, hold, acts } = deployed();
    await hold('api.example.com', execution, { alarms });
    await guardAlarm(ports)({ resources, detail: fired });
    await guardAlarm(ports)({ resources, detail: fired });
    expect(acts.filter((act) => 'start' in act)).toHaveLength(1);
  });
});

describe('an alarm that the plan names by its ARN', () => {
  const elsewhere = 'arn:aws:cloudwatch:us-east-1:444455556666:alarm:api-new-5xx-rate';

  test('stops the cutover by its event, which a rule of its Region and account has forwarded', async () => {
    const { ports, hold, acts, routeOf } = deployed();
    await hold('api.example.com', execution, { alarms: ['api-new-p99', elsewhere] });
    const { stopped } = await guardAlarm(ports)({ resources: [elsewhere], detail: fired });
    expect(stopped).toEqual([routeOf('api.example.com')]);
    expect(acts).toHaveLength(2);
  });

  test.each([
    ['of the Region of the workflow', resources[0]],
    ['of another Region', elsewhere.replace('us-east-1', 'us-west-2')],
    ['of another account', elsewhere.replace('444455556666', '777788889999')],
  ])('is not the alarm of the same name %s', async (_, arn) => {
    const { ports, hold, acts } = deployed();
    await hold('api.example.com', execution, { alarms: [elsewhere] });
    const { reason } = await guardAlarm(ports)({ resources: [arn as string], detail: fired });
    expect(reason).toContain(`${arn} is not the alarm of the same name that`);
    expect(acts).toEqual([]);
  });

  test('beside one of the same name here: either stops the cutover', async () => {
    for (const arn of [elsewhere, resources[0] as string]) {
      const { ports, hold, acts } = deployed();
      await hold('api.example.com', execution, { alarms: [alarmName, elsewhere] });
      await guardAlarm(ports)({ resources: [arn], detail: fired });
      expect(acts).toHaveLength(2);
    }
  });
});

describe('an alarm of the same name that is not the one of the plan', () => {
  test.each([
    ['in another account', ['arn:aws:cloudwatch:eu-west-1:444455556666:alarm:api-new-5xx-rate']],
    ['in another region', ['arn:aws:cloudwatch:us-east-1:111122223333:alarm:api-new-5xx-rate']],
    ['in another partition', ['arn:aws-cn:cloudwatch:eu-west-1:111122223333:alarm:api-new-5xx-rate']],
    ['whose ARN has another name', ['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:api-new-p99']],
  ])('%s stops nothing', async (_, elsewhere) => {
    const { ports, hold, acts, routeOf } = deployed();
    await hold('api.example.com', execution, { alarms });
    expect(await guardAlarm(ports)({ resources: elsewhere, detail: fired })).toEqual({
      stopped: [],
      reason:
        `${elsewhere[0]} is not the alarm of the same name that ${routeOf('api.example.com')} monitors; ` +
        'nothing was stopped',
    });
    expect(acts).toEqual([]);
  });

  test('is what an event without an ARN is taken for', async () => {
    const { ports, hold, acts } = deployed();
    await hold('api.example.com', execution, { alarms });
    const { reason } = await guardAlarm(ports)({ detail: fired });
    expect(reason).toContain(`an alarm "${alarmName}" without an ARN is not the alarm of the same name`);
    expect(acts).toEqual([]);
  });
});

describe('a cutover is left alone', () => {
  type Deployed = ReturnType<typeof deployed>;
  const cases: [string, (deployment: Deployed) => Promise<unknown>][] = [
    ['that does not exist', async () => undefined],
    [
      'that monitors other alarms',
      ({ hold }) => hold('api.example.com', execution, { alarms: ['api-new-p99'] }),
    ],
    ['without known alarms', ({ hold }) => hold('api.example.com', execution)],
    [
      'that is being reverted',
      async ({ hold, ledger, routeOf }) => {
        await hold('api.example.com', execution, { alarms });
        await ledger.takeOver(routeOf('api.example.com'), execution, TURN);
      },
    ],
    [
      'that has ended',
      async ({ hold, ledger, routeOf }) => {
        const fence = await hold('api.example.com', execution, { alarms });
        await ledger.release(routeOf('api.example.com'), fence, LATER);
      },
    ],
  ];
  test.each(cases)('%s', async (_, standing) => {
    const deployment = deployed();
    await standing(deployment);
    expect(await guardAlarm(deployment.ports)({ resources, detail: fired })).toEqual(nothing);
    expect(deployment.acts).toEqual([]);
  });

  test.each(['OK', 'INSUFFICIENT_DATA'])(
    'when the alarm is %s, without a read of the ledger',
    async (value) => {
      const { ports, hold, acts, ledger } = deployed();
      await hold('api.example.com', execution, { alarms });
      const blind = { ...ports, ledger: { ...ledger, read: away } };
      expect(await guardAlarm(blind)({ resources, detail: { alarmName, state: { value } } })).toEqual(
        nothing,
      );
      expect(acts).toEqual([]);
    },
  );
});

describe('the event is retried', () => {
  test('when the cutover cannot be stopped, after its revert was started', async () => {
    const { ports, hold, acts, executions } = deployed();
    await hold('api.example.com', execution, { alarms });
    const broken = { ...ports, executions: { ...executions, stop: away } };
    await expect(guardAlarm(broken)({ resources, detail: fired })).rejects.toThrow('is away');
    expect(acts).toMatchObject([{ start: revertName(execution) }]);
    await guardAlarm(ports)({ resources, detail: fired });
    expect(acts).toMatchObject([{ start: revertName(execution) }, { stop: execution }]);
  });

  test('when the revert cannot be started, and then nothing is stopped', async () => {
    const { ports, hold, acts, executions } = deployed();
    await hold('api.example.com', execution, { alarms });
    const broken = { ...ports, executions: { ...executions, startRevert: away } };
    await expect(guardAlarm(broken)({ resources, detail: fired })).rejects.toThrow('is away');
    expect(acts).toEqual([]);
  });

  test('when one cutover fails, after the others were reverted and stopped', async () => {
    const { ports, hold, acts, executions } = deployed();
    await hold('api.example.com', execution, { alarms });
    await hold('www.example.com', other, { alarms });
    const stop: typeof executions.stop = (which, ...why) =>
      which === execution ? away() : executions.stop(which, ...why);
    const broken = { ...ports, executions: { ...executions, stop } };
    await expect(guardAlarm(broken)({ resources, detail: fired })).rejects.toThrow('is away');
    expect(acts).toContainEqual({ stop: other, error: 'AlarmFired', cause: cause });
  });
});
