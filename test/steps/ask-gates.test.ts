import { describe, expect, test } from '@jest/globals';
import type { GateAnswer } from '../../lambdas/core/gates/gate-answer';
import type { GateQuestion } from '../../lambdas/core/gates/gate-question';
import type { SoakState } from '../../lambdas/core/health/soak-state';
import type { Lock } from '../../lambdas/ports';
import { type AskGatesPorts, askGates } from '../../lambdas/steps/ask-gates';
import { VirtualClock } from '../../lib/rehearsal/kernel/virtual-clock';
import { operatorCommand } from '../support/plans/operator-commands';
import { type PlanInput, planOf } from '../support/plans/plans';
import { effectiveAt, secondsIn, soakStateOf } from '../support/plans/soak';

const execution = 'arn:aws:states:eu-west-1:111122223333:execution:Cutover:one';
const route = 'route53/Z0123456789ABCDEFGHIJ/api.example.com';
const iso = (seconds: number) => new Date(secondsIn(seconds)).toISOString();
const gates: NonNullable<PlanInput['gates']> = [
  { name: 'tests', at: 'before-traffic' },
  { name: 'load', at: 'before-traffic', timeoutSeconds: 30 },
  { name: 'tests', at: 'each-stage' },
  { name: 'budget', at: 'soak' },
];
const pass: GateAnswer = { verdict: 'pass', reason: 'as tested' };

type Input = Parameters<ReturnType<typeof askGates>>[0];

interface Asking {
  readonly input?: Partial<Input>;
  readonly plan?: Partial<PlanInput>;
  readonly answer?: (question: GateQuestion) => GateAnswer | Error;
  readonly takesSeconds?: number;
  readonly lock?: Partial<Lock>;
  readonly commands?: readonly unknown[];
  readonly deployed?: AskGatesPorts['deployedGates'];
  /** Seconds after the shift is effective. */
  readonly at?: number;
}

/** Runs the step once. */
async function run(given: Asking = {}) {
  const { answer = () => pass, takesSeconds = 2, commands = [], at = 0 } = given;
  const clock = new VirtualClock(secondsIn(at));
  const asked: { readonly question: GateQuestion; readonly timeoutMs: number; readonly at: number }[] = [];
  const lock = { execution, fence: 1, reverting: false, acquiredAt: iso(-100), ...given.lock };
  const step = askGates({
    clock,
    gates: {
      ask: async (question, timeoutMs) => {
        asked.push({ question, timeoutMs, at: (clock.now() - secondsIn(at)) / 1_000 });
        await clock.sleep(1_000 * takesSeconds);
        const said = answer(question);
        if (said instanceof Error) {
          throw said;
        }
        return said;
      },
    },
    ledger: {
      read: async () => ({ lock, commands: { stored: commands, refused: [] } }),
    } as unknown as AskGatesPorts['ledger'],
    ...(given.deployed === undefined ? {} : { deployedGates: given.deployed }),
  });
  const output = await clock.runUntil(
    step({
      ...{ plan: planOf({ gates, ...given.plan }), execution, route, fence: 1 },
      ...{ soakState: null, gates: null, waitSeconds: 60, iterations: 3 },
      ...given.input,
    }),
  );
  return { output, asked, elapsed: (clock.now() - secondsIn(at)) / 1_000 };
}

const inSoak = (over: Partial<SoakState> = {}) => ({ input: { soakState: soakStateOf(over) } });

describe('before traffic', () => {
  test('asks the gates of that time, all at once, and shifts when they pass', async () => {
    const { output, asked, elapsed } = await run();
    expect(asked.map(({ question, timeoutMs, at }) => [question.gate, question.at, timeoutMs, at])).toEqual([
      ['tests', 'before-traffic', 600_000, 0],
      ['load', 'before-traffic', 30_000, 0],
    ]);
    expect(asked[0]?.question).toMatchObject({
      id: `${execution}/before-traffic/tests/before/1`,
      ...{ phase: 'before-traffic', stage: null, execution, route, allowedHosts: null },
    });
    expect(elapsed).toBe(2);
    expect(output).toMatchObject({
      ...{ move: 'shift', verdict: 'pass', waitSeconds: 0, soakState: null, iterations: 4 },
      reason: 'gate tests: as tested; gate load: as tested',
    });
  });

  test('asks only the gate again that is running, with the same id, and no other', async () => {
    const first = await run({
      answer: ({ gate }) => (gate === 'tests' ? { verdict: 'running', reason: '3 of 212' } : pass),
    });
    expect(first.output).toMatchObject({ move: 'ask', verdict: 'inconclusive', waitSeconds: 10 });
    const again = await run({ at: 12, input: { gates: first.output.gates } });
    expect(again.asked.map(({ question }) => question.id)).toEqual([first.asked[0]?.question.id]);
    expect(again.output.move).toBe('shift');
  });

  test('a retry asks with the same ids', async () => {
    const [first, retry] = [await run(), await run()];
    expect(retry.asked).toEqual(first.asked);
  });

  test('asks another question after an answer that is no pass', async () => {
    const first = await run({ answer: () => ({ verdict: 'inconclusive', reason: 'no data' }) });
    const again = await run({ at: 12, input: { gates: first.output.gates } });
    expect(again.asked[0]?.question.id).toBe(`${execution}/before-traffic/tests/before/2`);
  });

  test('a gate that cannot be asked is silent, and hides no other answer', async () => {
    const answer = ({ gate }: GateQuestion) => (gate === 'tests' ? new TypeError('secret') : pass);
    const { output } = await run({ answer });
    expect(output).toMatchObject({
      ...{ move: 'ask', verdict: 'error', waitSeconds: 60 },
      reason: 'gate tests: it could not be asked (TypeError)',
      gates: { errors: 1, states: [{ silent: true }, { verdict: 'pass' }] },
    });
  });

  test('rejects when a gate fails', async () => {
    const { output } = await run({ answer: () => ({ verdict: 'fail', reason: '3 tests failed' }) });
    expect(output).toMatchObject({ move: 'reject', verdict: 'fail' });
  });

  test('rejects when the history is nearly full', async () => {
    const answer = (): GateAnswer => ({ verdict: 'running', reason: '3 of 212' });
    const { output } = await run({ answer, input: { iterations: 100_000 } });
    expect(output).toMatchObject({ move: 'reject', reason: expect.stringMatching(/^the execution history/) });
  });

  test.each<[string, Asking, RegExp]>([
    ['another execution has the lock', { lock: { fence: 2 } }, /^the lock of route53\/\S+ is no longer held/],
    ['a revert has taken it', { lock: { reverting: true } }, /^the lock of route53\/\S+ is no longer held/],
    [
      'an operator has aborted',
      {
        commands: [operatorCommand('abort', { at: iso(-1), reason: 'not today' })],
      },
      /^aborted by .*not today/,
    ],
  ])('asks no gate when %s, and rejects', async (_, given, reason) => {
    const { output, asked } = await run(given);
    expect(asked).toEqual([]);
    expect(output).toMatchObject({ move: 'reject', verdict: 'fail', reason: expect.stringMatching(reason) });
  });

  test('asks on when what was sent is no command', async () => {
    const { output } = await run({ commands: [{ kind: 'Abort' }] });
    expect(output.move).toBe('shift');
  });
});

describe('in a soak', () => {
  test('asks what is due, keeps the answers, and waits for the rest of the time', async () => {
    const { output, asked } = await run({ ...inSoak(), takesSeconds: 20 });
    expect(
      asked.map(({ question }) => [question.gate, question.at, question.phase, question.percent]),
    ).toEqual([
      ['tests', 'each-stage', 'soak', 10],
      ['budget', 'soak', 'soak', 10],
    ]);
    expect(output).toMatchObject({
      ...{ move: 'soak', verdict: 'pass', waitSeconds: 40, gates: null, iterations: 3 },
      soakState: {
        gates: [
          { gate: 'tests (each-stage)', attempt: 1, since: effectiveAt, askedAt: effectiveAt, ...pass },
          { gate: 'budget (soak)', attempt: 1, since: effectiveAt, askedAt: effectiveAt, ...pass },
        ],
      },
    });
  });

  test('asks no gate when none is due, and waits on', async () => {
    const { output: first } = await run(inSoak());
    const { output, asked } = await run({ at: 30, input: { soakState: first.soakState } });
    expect(asked).toEqual([]);
    expect(output).toMatchObject({
      move: 'soak',
      verdict: 'pass',
      waitSeconds: 60,
      soakState: first.soakState,
    });
  });

  test('evaluates at once when a gate has failed', async () => {
    const answer = ({ gate }: GateQuestion): GateAnswer =>
      gate === 'budget' ? { verdict: 'fail', reason: '2 % left' } : pass;
    const { output } = await run({ ...inSoak(), answer });
    expect(output).toMatchObject({
      ...{ move: 'evaluate', verdict: 'fail', waitSeconds: 0, reason: 'gate budget: 2 % left' },
    });
  });

  test('waits for nothing more when the answers took longer than the wait', async () => {
    expect((await run({ ...inSoak(), takesSeconds: 90 })).output.waitSeconds).toBe(0);
  });

  test('asks no gate without the lock, and evaluates, which reverts', async () => {
    const { output, asked } = await run({ ...inSoak(), lock: { reverting: true } });
    expect(asked).toEqual([]);
    expect(output).toMatchObject({
      move: 'evaluate',
      verdict: 'error',
      waitSeconds: 0,
      soakState: soakStateOf(),
    });
  });
});

describe('the deployment', () => {
  const hosts = ['gw-*.example.com'];

  test('names to each gate the hosts that it may ask', async () => {
    const deployed = [{ name: 'tests', hosts }, { name: 'load' }, { name: 'budget' }];
    const { asked } = await run({ deployed });
    expect(asked.map(({ question }) => question.allowedHosts)).toEqual([hosts, null]);
  });

  test('keeps a gate from being asked about another host', async () => {
    const deployed = [
      { name: 'tests', hosts: ['gw-other.example.com'] },
      { name: 'load' },
      { name: 'budget' },
    ];
    const { output, asked } = await run({ deployed });
    expect(asked).toEqual([]);
    expect(output).toMatchObject({ move: 'ask', verdict: 'error' });
    expect(output.reason).toMatch(
      /^gate tests: it was not asked: gates\[0\]\.name: is "tests", which the deployment/,
    );
  });
});
