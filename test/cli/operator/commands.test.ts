import { describe, expect, test } from '@jest/globals';
import type { RouteRequest } from '../../../lambdas/core/operate/operate-request';
import { historyCommand } from '../../../lib/cli/commands/operator/history';
import { listCommand } from '../../../lib/cli/commands/operator/list';
import { type SendOptions, sendToCutover } from '../../../lib/cli/commands/operator/send';
import { type StatusOptions, statusCommand } from '../../../lib/cli/commands/operator/status';
import { watchCommand } from '../../../lib/cli/commands/operator/watch';
import { checkScenario } from '../../../lib/rehearsal/scenario';
import { atTimes, type TypeCommand } from '../../support/operator/at-times';
import { type PlanInput, planOf } from '../../support/plans/plans';

const scenario = (() => {
  const checked = checkScenario({});
  if (!checked.ok) {
    throw new Error('the empty scenario is valid');
  }
  return checked.value;
})();

const STAGES = [
  { percent: 10, soakSeconds: 300, approval: { timeoutSeconds: 3_600 } },
  { percent: 100, soakSeconds: 60 },
];
const rehearsal = (over: Partial<PlanInput> = {}) => ({
  plan: planOf({ stages: STAGES, ...over }),
  ...{ scenario, scenarioName: 'test' },
});

const send =
  (kind: RouteRequest['kind'], route = 'api.example.com', options: Partial<SendOptions> = {}): TypeCommand =>
  (terminal, dependencies) =>
    sendToCutover(kind, route, { reason: 'because', ...options }, terminal, dependencies);
const status =
  (route?: string, options: StatusOptions = {}): TypeCommand =>
  (terminal, dependencies) =>
    statusCommand(route, options, terminal, dependencies);

describe('somebody on shift', () => {
  test('sees why a cutover waits, approves it, and reads the story', async () => {
    const watch: TypeCommand = (terminal, dependencies) =>
      watchCommand(undefined, {}, terminal, dependencies);
    const history: TypeCommand = (terminal, dependencies) =>
      historyCommand('api.example.com', {}, terminal, dependencies);
    const { result, typed } = await atTimes(rehearsal({ hold: { seconds: 600, everySeconds: 60 } }), [
      [5, status(undefined, { wait: true })],
      [10, watch],
      [600, status()],
      [660, send('approve')],
      [1_200, history],
    ]);
    expect(result.outcome).toBe('succeeded');
    const [waited, watched, asked, approved, story] = typed;
    expect(waited?.code).toBe(0);
    expect(asked?.out).toMatch(/waiting for an approval, 10 % on the new path, stage 1 of 2, verdict pass/);
    expect(asked?.out).toMatch(/Approval +1 person has to approve the raise from 10 %, until 2026-/);
    expect(asked?.out).toMatch(/Next +cutover approve api\.example\.com --reason "…"/);
    expect(approved?.code).toBe(0);
    expect(approved?.out).toMatch(
      /^api\.example\.com: approve at 10 % was accepted from arn:aws:iam::0+:user\/ada; it counts/,
    );
    expect(story?.out).toMatch(/approve at 10 %.*because \(arn:aws:iam::0+:user\/ada\)/s);
    expect(watched?.out).toMatch(/shift to 10 %.*approve at 10 %.*shift to 100 %.*succeeded/s);
  });

  test('aborts a cutover, and waiting for it ends with 3', async () => {
    const { result, typed } = await atTimes(rehearsal(), [
      [100, status('API.example.com.', { wait: true, json: true })],
      [400, send('abort', 'route53/Z0123456789ABCDEFGHIJ/api.example.com')],
      [401, send('pause')],
      [402, status()],
    ]);
    const [waited, aborted, late, now] = typed;
    expect(result.outcome).toBe('reverted');
    expect(aborted).toMatchObject({ code: 0 });
    expect(aborted?.out).toMatch(/^api\.example\.com: abort was accepted/);
    expect(late).toMatchObject({ code: 2, out: '' });
    expect(late?.err).toMatch(/^cutover: pause was refused, and nothing was done: /);
    expect(now?.out).toMatch(/^api\.example\.com: reverting/);
    expect(waited?.code).toBe(3);
    expect(JSON.parse(waited?.out ?? '')).toMatchObject({ phase: 'reverted', locked: false });
  });

  test('pauses and resumes', async () => {
    const { typed } = await atTimes(
      rehearsal({ stages: STAGES.map(({ percent, soakSeconds }) => ({ percent, soakSeconds })) }),
      [
        [60, send('pause')],
        [900, status()],
        [960, send('resume', 'api.example.com', { json: true })],
        [961, send('resume')],
      ],
    );
    const [paused, seen, resumed, again] = typed;
    expect(paused?.out).toMatch(/nothing new begins until a resume; evaluations, and the time-out/);
    expect(seen?.out).toMatch(/: soaking, paused, 10 % on the new path/);
    expect(seen?.out).toMatch(/Paused +by arn:aws:iam::0+:user\/ada at 2026-[^ ]+: because/);
    expect(JSON.parse(resumed?.out ?? '')).toMatchObject({ accepted: true, kind: 'resume' });
    expect(again).toMatchObject({ code: 2 });
    expect(again?.err).toMatch(/the cutover is not paused/);
  });

  test('promotes a soak, and not one that is at another percent', async () => {
    const { typed, result } = await atTimes(
      rehearsal({
        stages: [
          { percent: 10, soakSeconds: 7_200 },
          { percent: 100, soakSeconds: 60 },
        ],
      }),
      [
        [400, send('promote', 'api.example.com', { at: 50 })],
        [500, send('promote')],
      ],
    );
    expect(typed[0]).toMatchObject({ code: 2 });
    expect(typed[0]?.err).toMatch(/the command is for 50 %, and the route is at 10 % now/);
    expect(typed[1]?.out).toMatch(/promote at 10 % was accepted/);
    expect(result.durationSeconds).toBeLessThan(2_000);
  });

  test('sees what there is when the route is wrong, and when nothing runs', async () => {
    const { typed } = await atTimes(rehearsal(), [
      [0, send('approve')],
      [0.001, status()],
      [60, status('apy.example.com')],
      [61, send('pause', 'other')],
    ]);
    expect(typed[0]?.code).toMatch(/^UsageError: api\.example\.com has no cutover under way, so that/);
    expect(typed[1]?.code).toMatch(/^UsageError: api\.example\.com has had no cutover, or its history/);
    expect(typed[2]?.code).toMatch(
      /^UsageError: "apy\.example\.com" is not a route of the deployment; its routes are: api/,
    );
    expect(typed[3]?.code).toMatch(/^UsageError: "other" is not a route/);
  });

  test('waits no longer than asked', async () => {
    const { typed } = await atTimes(rehearsal(), [[60, status(undefined, { wait: true, timeout: 30 })]]);
    expect(typed[0]?.code).toBe(124);
    expect(typed[0]?.err).toMatch(/has not ended within 30 s; it goes on, and cutover status arn:/);
  });

  test('lists what runs and what has ended', async () => {
    const list: TypeCommand = (terminal, dependencies) => listCommand({ most: 10 }, terminal, dependencies);
    const { typed } = await atTimes(rehearsal(), [[400, list]]);
    expect(typed[0]?.out).toMatch(/api\.example\.com +│ +api +│ .*soaking.* │ 10 % +│ 6 min 40 s ago/);
  });

  test('gets one JSON document a line from watch', async () => {
    const watch: TypeCommand = (terminal, dependencies) =>
      watchCommand(undefined, { json: true }, terminal, dependencies);
    const { typed } = await atTimes(rehearsal(), [
      [60, watch],
      [600, send('approve')],
    ]);
    const events = (typed[0]?.out ?? '')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.filter(({ event }) => event === 'entry').map(({ what }) => what)).toContain(
      'shift to 100 %',
    );
    expect(events.at(-1)).toMatchObject({ event: 'status', phase: 'succeeded' });
    expect(typed[0]?.err).toBe('');
  });
});
