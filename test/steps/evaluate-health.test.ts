import { describe, expect, test } from '@jest/globals';
import type { SoakState } from '../../lambdas/core/health/soak-state';
import type { AlarmReading, PathMinute } from '../../lambdas/core/shared/readings';
import type { HealthSource, OperatorCommand } from '../../lambdas/ports';
import { evaluateHealth } from '../../lambdas/steps/evaluate-health';
import { shiftTraffic } from '../../lambdas/steps/shift-traffic';
import { memoryLedger } from '../../lib/rehearsal/aws/memory-ledger';
import { operatorCommand } from '../support/plans/operator-commands';
import type { PlanInput } from '../support/plans/plans';
import { alarmOf } from '../support/plans/readings';
import { soakStateOf } from '../support/plans/soak';
import { began, cutoverUnderWay, execution } from '../support/world/cutover';
import { LATER } from '../support/world/later';
import { TURN } from '../support/world/revert-turn';

const minRequests = { count: 100, loadBalancer: 'app/new-alb/0123456789abcdef' };
const health = { alarms: ['api-new-5xx-rate'], minRequests };
const fine = '1 of 1 alarms are OK; 250 requests seen on the new path (minimum 100)';
const inAlarm = alarmOf({ state: 'ALARM', reason: '5xx 2.31 % > 1 % for 3 of 3 minutes' });
const inAlarmReason = 'alarm "api-new-5xx-rate" is in ALARM: 5xx 2.31 % > 1 % for 3 of 3 minutes';
const away = () => Promise.reject(new Error('is away'));

/** A stage that is effective since `began`, whose alarm is OK and which has seen 250 requests. */
async function soaking(over: Partial<PlanInput> = {}, stage = 0) {
  const cutover = await cutoverUnderWay({ health, ...over });
  await shiftTraffic(cutover.ports)({ ...cutover.input, stage, evidence: 'fine' });
  const seen: { alarms: AlarmReading[]; requests: number | null; minutes: PathMinute[] } = {
    alarms: [alarmOf()],
    requests: 250,
    minutes: [],
  };
  const asked: unknown[] = [];
  const source: HealthSource = {
    alarms: async (names) => {
      asked.push(['alarms', names]);
      return seen.alarms;
    },
    requests: async (...question) => {
      asked.push(['requests', ...question]);
      return seen.requests;
    },
    minutes: async (...question) => {
      asked.push(['minutes', ...question]);
      return seen.minutes;
    },
  };
  const ports = { ...cutover.ports, health: source };
  const soakState = soakStateOf({ stage, effectiveAt: began, since: began, lastVerdict: 'pass' });
  const evaluate = (
    changed: Partial<typeof ports> = {},
    at: Partial<SoakState> = {},
    fence = cutover.fence,
  ) =>
    evaluateHealth({ ...ports, ...changed })({ ...cutover.input, fence, soakState: { ...soakState, ...at } });
  return {
    ...cutover,
    ports,
    seen,
    asked,
    evaluate,
    command: (kind: OperatorCommand['kind']) =>
      cutover.ledger.sendCommand(cutover.route, execution, operatorCommand(kind, { by: 'ann', at: began })),
    news: async () => (await cutover.decisions()).filter(({ key }) => key.startsWith('evaluate-')),
  };
}

describe('an evaluation', () => {
  test('reads the alarms of the plan, and the requests since the shift was effective', async () => {
    const { pass, evaluate, asked, clock } = await soaking();
    pass(600);
    await evaluate();
    expect(asked).toEqual([
      ['alarms', ['api-new-5xx-rate']],
      ['requests', minRequests.loadBalancer, Date.parse(began), clock.now()],
    ]);
  });

  test('shifts from a healthy stage whose soak is over, with the reason', async () => {
    const { pass, evaluate } = await soaking();
    pass(600);
    expect(await evaluate()).toMatchObject({ move: 'shift', verdict: 'pass', reason: fine, waitSeconds: 0 });
  });

  test('waits at a healthy stage whose soak is not over', async () => {
    const { pass, evaluate } = await soaking();
    pass(570);
    expect(await evaluate()).toMatchObject({ move: 'wait', verdict: 'pass', waitSeconds: 30 });
  });

  test('reverts on an alarm in ALARM', async () => {
    const { evaluate, seen } = await soaking();
    seen.alarms = [inAlarm];
    expect(await evaluate()).toMatchObject({ move: 'revert', verdict: 'fail', reason: inAlarmReason });
  });

  test('is too early within the evaluation range of the alarms', async () => {
    const { pass, evaluate } = await soaking({ stages: [{ percent: 100, soakSeconds: 0 }] });
    pass(240);
    expect(await evaluate()).toMatchObject({ move: 'wait', verdict: 'inconclusive', waitSeconds: 60 });
    pass(45);
    expect(await evaluate()).toMatchObject({
      waitSeconds: 15,
      soakState: { inconclusiveSince: null },
      reason:
        'too early to judge: the shift has been effective for 285 s, and the alarms evaluate the last 300 s',
    });
  });

  test.each([
    [99, '99 requests seen on the new path (minimum 100)'],
    [null, '0 requests seen on the new path (minimum 100)'],
  ])('is inconclusive with %p requests', async (requests, reason) => {
    const { pass, evaluate, seen } = await soaking();
    seen.requests = requests;
    pass(600);
    expect(await evaluate()).toMatchObject({ move: 'wait', verdict: 'inconclusive', reason });
  });

  test('reads no requests when the plan has no minimum', async () => {
    const { pass, evaluate, asked } = await soaking({ health: { alarms: health.alarms } });
    pass(600);
    expect(await evaluate()).toMatchObject({ move: 'shift', reason: '1 of 1 alarms are OK' });
    expect(asked).toHaveLength(1);
  });

  test('passes at 0 % without data, and without waiting for the evaluation range', async () => {
    const { evaluate, seen } = await soaking({
      stages: [
        { percent: 0, soakSeconds: 0 },
        { percent: 100, soakSeconds: 0 },
      ],
    });
    seen.alarms = [alarmOf({ state: 'INSUFFICIENT_DATA' })];
    seen.requests = null;
    expect(await evaluate()).toMatchObject({ move: 'shift', verdict: 'pass' });
  });

  test('is an error at 0 % too when the alarm does not exist', async () => {
    const { evaluate, seen } = await soaking({
      stages: [
        { percent: 0, soakSeconds: 0 },
        { percent: 100, soakSeconds: 0 },
      ],
    });
    seen.alarms = [];
    expect(await evaluate()).toMatchObject({ move: 'wait', verdict: 'error' });
  });

  test('waits at 0 % no longer than the soak, whatever the evaluation range', async () => {
    const stages = [
      { percent: 0, soakSeconds: 10 },
      { percent: 100, soakSeconds: 0 },
    ];
    const { evaluate } = await soaking({ stages });
    expect(await evaluate()).toMatchObject({ move: 'wait', waitSeconds: 10 });
  });

  test('throws for a stage that is not in the plan', async () => {
    const { evaluate } = await soaking();
    await expect(evaluate({}, { stage: 3 })).rejects.toBeInstanceOf(RangeError);
  });
});

describe('a route that differs from the ledger', () => {
  test('reverts with the difference', async () => {
    const { pass, evaluate, zone } = await soaking();
    zone.change((record) => ({ ...record, TTL: 300 }));
    pass(600);
    expect(await evaluate()).toMatchObject({
      move: 'revert',
      verdict: 'fail',
      reason: 'api.example.com was changed by someone else: A "old" TTL 60 → 300; A "new" TTL 60 → 300',
    });
  });

  test('reverts when it is broken, rather than counting an error', async () => {
    const { evaluate, zone } = await soaking();
    zone.change((record) => ({ ...record, Weight: 0 }));
    expect(await evaluate()).toMatchObject({
      move: 'revert',
      verdict: 'fail',
      reason: expect.stringMatching(/^api\.example\.com A: both weights are 0/),
    });
  });
});

describe('a lost lock reverts', () => {
  const lost = (route: string, fence: number) => ({
    move: 'revert',
    verdict: 'fail',
    reason: `the lock of ${route} is no longer held under fence ${fence}`,
  });

  test('when it was released', async () => {
    const { evaluate, ledger, route, fence } = await soaking();
    await ledger.release(route, fence, LATER);
    expect(await evaluate()).toMatchObject(lost(route, fence));
  });

  test('when a revert has taken it over, even under this fence', async () => {
    const { evaluate, ledger, route, fence } = await soaking();
    const higher = (await ledger.takeOver(route, execution, TURN)) ?? Number.NaN;
    expect(await evaluate()).toMatchObject(lost(route, fence));
    expect(await evaluate({}, {}, higher)).toMatchObject(lost(route, higher));
  });

  test('when the ledger expects nothing of the route', async () => {
    const { evaluate, ledger, route, fence, plan } = await soaking();
    const bare = memoryLedger();
    await bare.acquire(route, plan.router, { execution, planName: 'api', acquiredAt: began });
    expect(await evaluate({ ledger: bare })).toMatchObject(lost(route, fence));
    expect(await ledger.read(route)).not.toBeNull();
  });

  test('when the ledger does not know the route', async () => {
    const { evaluate, route, fence } = await soaking();
    expect(await evaluate({ ledger: memoryLedger() })).toMatchObject(lost(route, fence));
  });
});

describe('a failed measurement of', () => {
  type Soaking = Awaited<ReturnType<typeof soaking>>;
  /** The commands are read first, the lock second. */
  const awayAtCall = (read: Soaking['ledger']['read'], broken: number): typeof read => {
    let calls = 0;
    return (route) => {
      calls += 1;
      return calls === broken ? away() : read(route);
    };
  };
  const broken: [string, (ports: Soaking['ports']) => Partial<Soaking['ports']>][] = [
    ['the commands', ({ ledger }) => ({ ledger: { ...ledger, read: awayAtCall(ledger.read, 1) } })],
    ['the lock', ({ ledger }) => ({ ledger: { ...ledger, read: awayAtCall(ledger.read, 2) } })],
    ['the router', ({ router }) => ({ router: { ...router, read: away } })],
    ['the alarms', (ports) => ({ health: { ...ports.health, alarms: away } })],
    ['the requests', (ports) => ({ health: { ...ports.health, requests: away } })],
  ];

  test.each(broken)('%s is an error, and never health', async (_, breaking) => {
    const { pass, evaluate, ports } = await soaking();
    pass(600);
    expect(await evaluate(breaking(ports))).toMatchObject({
      move: 'wait',
      verdict: 'error',
      reason: 'Error: is away',
      soakState: { errors: 1 },
    });
  });

  test.each(broken)('%s reverts beyond the error limit', async (_, breaking) => {
    const { evaluate, ports } = await soaking();
    expect(await evaluate(breaking(ports), { errors: 4 })).toMatchObject({
      move: 'revert',
      verdict: 'error',
    });
  });

  test.each(broken.filter(([what]) => what !== 'the alarms'))('%s hides no alarm', async (_, breaking) => {
    const { evaluate, ports, seen } = await soaking();
    seen.alarms = [inAlarm];
    expect(await evaluate(breaking(ports))).toMatchObject({ move: 'revert', reason: inAlarmReason });
  });

  test('the alarms hides no change of the route', async () => {
    const { evaluate, ports, zone } = await soaking();
    zone.change((record) => ({ ...record, TTL: 300 }));
    const source = { ...ports.health, alarms: away };
    expect(await evaluate({ health: source })).toMatchObject({ move: 'revert', verdict: 'fail' });
  });

  test('several things is reported with every reason', async () => {
    const { evaluate, ports } = await soaking();
    const { reason } = await evaluate({
      health: { alarms: away, requests: away, minutes: away },
      router: ports.router,
    });
    expect(reason).toBe('Error: is away; Error: is away');
  });
});

describe('the comparison with the old path', () => {
  const compare = { old: 'app/old/0123456789abcdef', new: 'app/new/0123456789abcdef' };
  const compared = (stage = 0) => soaking({ health: { ...health, compare } }, stage);

  test('reads both paths since the shift was effective, and at most an hour', async () => {
    const { pass, evaluate, asked, clock } = await compared();
    pass(600);
    await evaluate();
    const minutes = (from: number) => [
      ['minutes', compare.old, 'p99', from, clock.now()],
      ['minutes', compare.new, 'p99', from, clock.now()],
    ];
    expect(asked.slice(2)).toEqual(minutes(Date.parse(began)));
    pass(7_200);
    await evaluate();
    expect(asked.slice(-2)).toEqual(minutes(clock.now() - 3_600_000));
  });

  test('reads the old path from before the shift when all traffic is on the new one', async () => {
    const { pass, evaluate, asked, clock } = await compared(2);
    pass(600);
    await evaluate();
    const start = Date.parse(began);
    expect(asked.slice(2)).toEqual([
      ['minutes', compare.old, 'p99', start - 3_600_000, start],
      ['minutes', compare.new, 'p99', start, clock.now()],
    ]);
  });

  test('counts as much as an alarm', async () => {
    const { pass, evaluate } = await compared();
    pass(600);
    expect(await evaluate()).toMatchObject({
      move: 'wait',
      verdict: 'inconclusive',
      reason: 'too few requests to compare: 0 on the new path and 0 on the old one (minimum 100 each)',
    });
  });

  test('is an error when it cannot be made', async () => {
    const { pass, evaluate, ports } = await compared();
    pass(600);
    const source = { ...ports.health, minutes: away };
    expect(await evaluate({ health: source })).toMatchObject({ verdict: 'error', reason: 'Error: is away' });
  });
});

describe('an operator', () => {
  test('who aborts reverts, by name', async () => {
    const { evaluate, command, news } = await soaking();
    await command('abort');
    expect(await evaluate()).toMatchObject({ move: 'revert', verdict: 'inconclusive', by: 'ann' });
    expect(await news()).toMatchObject([{ by: 'ann', reason: 'aborted by ann: lunch' }]);
  });

  test('who aborts reverts even when nothing can be measured', async () => {
    const { evaluate, command } = await soaking();
    await command('abort');
    const dead = { alarms: away, requests: away, minutes: away };
    expect(await evaluate({ health: dead })).toMatchObject({ move: 'revert', by: 'ann' });
  });

  test('who pauses keeps the stage, and a fail still reverts', async () => {
    const { pass, evaluate, command, seen } = await soaking();
    await command('pause');
    pass(600);
    expect(await evaluate()).toMatchObject({ move: 'wait', verdict: 'pass', soakState: { paused: true } });
    seen.alarms = [inAlarm];
    expect(await evaluate({}, { paused: true })).toMatchObject({ move: 'revert', reason: inAlarmReason });
  });

  test('who approves advances a stage that waits for it', async () => {
    const stages = [
      { percent: 10, soakSeconds: 600, approval: { timeoutSeconds: 3_600 } },
      { percent: 100, soakSeconds: 0 },
    ];
    const { pass, evaluate, command } = await soaking({ stages });
    pass(600);
    expect(await evaluate()).toMatchObject({ move: 'wait' });
    await command('approve');
    expect(await evaluate()).toMatchObject({
      move: 'shift',
      by: 'ann',
      reason: `approved by ann: lunch; ${fine}`,
    });
  });

  test('who resumes advances it', async () => {
    const { pass, evaluate, command } = await soaking();
    await command('pause');
    await command('resume');
    pass(600);
    expect(await evaluate({}, { paused: true })).toMatchObject({ move: 'shift' });
  });
});

describe('the ledger', () => {
  const recorded = async (
    lastVerdict: SoakState['lastVerdict'],
    at: number,
    over: Partial<SoakState> = {},
  ) => {
    const { pass, evaluate, news } = await soaking();
    pass(at);
    await evaluate({}, { lastVerdict, iterations: 6, ...over });
    return await news();
  };

  test('has a new verdict, with its numbers, once for each iteration', async () => {
    expect(await recorded('inconclusive', 330)).toEqual([
      {
        key: 'evaluate-7',
        what: 'soak 0: pass, wait',
        reason: fine,
        by: 'cutover',
        execution,
        at: '2026-11-20T12:05:30.000Z',
      },
    ]);
  });

  test('has the first verdict of a stage', async () => {
    expect(await recorded(null, 330)).toHaveLength(1);
  });

  test('has nothing of an evaluation with the same result as the one before', async () => {
    expect(await recorded('pass', 330)).toEqual([]);
  });

  test('has every move', async () => {
    expect(await recorded('pass', 600)).toMatchObject([{ what: 'soak 0: pass, shift' }]);
  });

  test('has the beginning of the hold', async () => {
    const { pass, evaluate, news } = await soaking({ hold: { seconds: 3_600 } }, 2);
    pass(300);
    await evaluate();
    expect(await news()).toMatchObject([{ what: 'hold 2: pass, wait' }]);
  });

  test.each([
    ['pause', false, 'paused'],
    ['resume', true, 'resumed'],
  ] as const)('has a %s, once, and who sent it', async (kind, paused, word) => {
    const { pass, evaluate, command, news } = await soaking();
    await command(kind);
    pass(330);
    const { soakState } = await evaluate({}, { paused });
    await evaluate({}, soakState);
    expect(await news()).toMatchObject([
      { what: 'soak 0: pass, wait', by: 'ann', reason: `${word} by ann: lunch; ${fine}` },
    ]);
  });

  test('has the beginning of the wait for an approval, once', async () => {
    const stages = [{ percent: 100, soakSeconds: 600, approval: { timeoutSeconds: 3_600 } }];
    const { pass, evaluate, news } = await soaking({ stages });
    pass(600);
    const { soakState, move } = await evaluate();
    pass(60);
    await evaluate({}, soakState);
    expect(move).toBe('wait');
    expect(await news()).toMatchObject([
      { reason: `waiting for an approval since 2026-11-20T12:10:00.000Z; ${fine}` },
    ]);
  });

  test('has an evaluation that ran twice once', async () => {
    const { pass, evaluate, news } = await soaking();
    pass(600);
    expect(await evaluate()).toEqual(await evaluate());
    expect(await news()).toHaveLength(1);
  });
});

describe('a clock that is an hour off', () => {
  test('ends neither the soak nor the wait for the alarms', async () => {
    const { pass, setOff, evaluate } = await soaking();
    pass(3_600);
    setOff(-3_600);
    expect(await evaluate()).toMatchObject({ verdict: 'inconclusive', move: 'wait' });
  });

  test('takes no command for one of the future', async () => {
    const { pass, setOff, evaluate, command } = await soaking();
    await command('pause');
    pass(-3_600);
    setOff(3_600 + 600);
    expect(await evaluate()).toMatchObject({ move: 'wait', soakState: { paused: true } });
  });

  test('counts for nothing where no answer of AWS has its time', async () => {
    const { pass, setOff, evaluate } = await soaking();
    pass(600);
    setOff(null);
    expect((await evaluate()).verdict).toBe('error');
  });
});
