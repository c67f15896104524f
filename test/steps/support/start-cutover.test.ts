import { describe, expect, test } from '@jest/globals';
import { planInput } from '../../support/plans/plans';
import { ada, ben, operatedDeployment } from '../../support/world/operate';

const arn = (name: string) => `arn:aws:states:eu-west-1:111122223333:execution:cutover:${name}`;
const plan = planInput();
const starters = ['arn:aws:iam::111122223333:user/*'];
const start = (more: object = {}) => ({
  kind: 'start',
  plan,
  name: 'release-7',
  reason: 'release 7',
  ...more,
});

describe('start', () => {
  test('records who starts the cutover, and starts it', async () => {
    const { send, started, ledger, route } = operatedDeployment({ starters });
    expect(await send(ada, start())).toMatchObject({
      status: 200,
      ...{ kind: 'start', route, execution: arn('release-7'), by: ada },
    });
    expect([...started]).toEqual([['release-7', plan]]);
    expect(await ledger.starter(route, arn('release-7'))).toMatchObject({
      by: ada,
      person: ada,
      reason: 'release 7',
    });
  });

  test('records a role as one person, or its session where the policy says so', async () => {
    const session = (name: string) => `arn:aws:sts::111122223333:assumed-role/Deploy/${name}`;
    const policy = (namedSessions?: string[]) => ({
      starters: ['arn:aws:sts::111122223333:assumed-role/Deploy/*'],
      approvals: { fromPercent: 100, ...(namedSessions === undefined ? {} : { namedSessions }) },
    });
    const stages = [
      { percent: 10, soakSeconds: 600, approval: { timeoutSeconds: 60 } },
      { percent: 100, soakSeconds: 600 },
    ];
    const started = async (namedSessions?: string[]) => {
      const { send, ledger, route } = operatedDeployment(policy(namedSessions));
      await send(session('ada'), start({ plan: { ...plan, stages } }));
      return (await ledger.starter(route, arn('release-7')))?.person;
    };
    expect(await started()).toBe('arn:aws:iam::111122223333:role/Deploy');
    expect(await started(['arn:aws:iam::*:role/Deploy'])).toBe(session('ada'));
  });

  test('derives a name from the plan and the time', async () => {
    const { send, started } = operatedDeployment({ starters });
    await send(ada, { kind: 'start', plan, reason: 'r' });
    expect([...started.keys()]).toEqual(['api-20261120T120000']);
  });

  test('is accepted once more from the same person for the same plan, and starts nothing', async () => {
    const { send, started } = operatedDeployment({ starters });
    await send(ada, start());
    expect(await send(ada, start())).toMatchObject({ status: 200 });
    expect(started.size).toBe(1);
  });

  test.each([
    ['another person', ben, start()],
    ['another plan', ada, start({ plan: { ...plan, name: 'other' } })],
  ])('is refused for a name that %s has used', async (_, caller, body) => {
    const { send, started } = operatedDeployment({ starters });
    await send(ada, start());
    expect(await send(caller, body)).toMatchObject({
      status: 409,
      reason: 'an execution has the name release-7 already; use another name',
    });
    expect(started.size).toBe(1);
  });

  test('is refused for a name that an execution has that was started otherwise', async () => {
    const { send, started } = operatedDeployment({ starters });
    started.set('release-7', { ...plan, name: 'other' });
    expect(await send(ada, start())).toMatchObject({ status: 409 });
  });

  test.each<[string, unknown, RegExp]>([
    ['is not valid', { ...plan, colour: 'red' }, /colour: is not a field/],
    ['is missing', undefined, /plan/],
    [
      'is for another route',
      { ...plan, router: { ...plan.router, recordName: 'mail.example.com' } },
      /router: is .*; must be a route that this workflow may change/,
    ],
    ['does not keep to the policy', plan, /maxStepUp/],
  ])('is refused for a plan that %s', async (_, given, reason) => {
    const { send, started } = operatedDeployment({ starters, maxStepUp: 5 });
    expect(await send(ada, start({ plan: given }))).toMatchObject({
      status: 400,
      reason: expect.stringMatching(reason),
    });
    expect(started.size).toBe(0);
  });

  test.each<[string, Parameters<typeof operatedDeployment>[0]]>([
    ['without a policy', undefined],
    ['when the policy names nobody', {}],
    ['when the policy names others', { starters: [ben] }],
  ])('is refused %s, because the right to send commands is no right to start', async (_, policy) => {
    const { send, started, ledger, route } = operatedDeployment(policy);
    expect(await send(ada, start())).toMatchObject({
      status: 403,
      reason: expect.stringContaining('(starters)'),
    });
    expect(started.size).toBe(0);
    expect(await ledger.starter(route, arn('release-7'))).toBeNull();
  });
});
