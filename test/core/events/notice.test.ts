import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { executionLink } from '../../../lambdas/core/events/console-link';
import { DECISION_KINDS } from '../../../lambdas/core/events/decision';
import type { DecisionEvent } from '../../../lambdas/core/events/decision-event';
import { noticeOf, routeLabel } from '../../../lambdas/core/events/notice';
import { chatMessage, textMessage } from '../../../lambdas/core/events/notice-formats';
import { NOTIFIED_KINDS } from '../../../lambdas/core/events/notified-kinds';

const execution = 'arn:aws:states:eu-west-1:111122223333:execution:cutover:api-1';
const eventOf = (over: Partial<DecisionEvent> = {}): DecisionEvent => ({
  ...{ version: '1', id: `${execution}#evaluate-7`, kind: 'waiting-for-approval', plan: 'api-move' },
  ...{ route: 'route53/Z1/api.example.com', execution, what: 'soak 0: pass, wait', percent: 10, stage: 0 },
  ...{
    verdict: 'pass',
    comparison: [],
    reason: 'waiting for an approval; 2 of 2 alarms are OK',
    by: 'cutover',
  },
  ...{ at: '2026-11-20T12:00:00.000Z', ...over },
});
const notice = (over: Partial<DecisionEvent> = {}, stack = 'Cutover') => noticeOf(eventOf(over), stack);
const text = (over: Partial<DecisionEvent> = {}) => textMessage(notice(over));
const chat = (over: Partial<DecisionEvent> = {}) =>
  JSON.parse(chatMessage(notice(over), eventOf(over)).message);
const place = '--stack Cutover --region eu-west-1';

test('a waiting approval says what, where, why and what to type next', () => {
  expect(text()).toEqual({
    subject: 'api.example.com: an approval is needed at 10 %',
    message: [
      'api.example.com: an approval is needed at 10 %',
      '',
      'Plan: api-move',
      'Stage: 1',
      'New path: 10 %',
      'Verdict: pass',
      'Why: waiting for an approval; 2 of 2 alarms are OK',
      'By: cutover',
      'At: 2026-11-20T12:00:00.000Z',
      'Route: route53/Z1/api.example.com',
      `Execution: ${execution}`,
      '',
      'Next:',
      `  cutover approve api.example.com --at 10 --reason "…" ${place}`,
      `  cutover abort api.example.com --reason "…" ${place}`,
      '',
      `https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/v2/executions/details/${execution}`,
    ].join('\n'),
  });
});

test('the same in the schema of chat applications, in a thread for each execution', () => {
  expect(chat()).toEqual({
    version: '1.0',
    source: 'custom',
    id: `${execution}#evaluate-7`,
    content: {
      textType: 'client-markdown',
      title: 'api.example.com: an approval is needed at 10 %',
      description: expect.stringContaining(
        '*Why:* waiting for an approval; 2 of 2 alarms are OK\n*By:* cutover',
      ),
      nextSteps: [
        `\`cutover approve api.example.com --at 10 --reason "…" ${place}\``,
        `\`cutover abort api.example.com --reason "…" ${place}\``,
        expect.stringMatching(/^Open the execution: https:/),
      ],
      keywords: ['api.example.com', 'waiting-for-approval', 'api-move'],
    },
    metadata: {
      threadId: execution,
      summary: 'api.example.com: an approval is needed at 10 %',
      eventType: 'waiting-for-approval',
      relatedResources: [execution],
      additionalContext: { route: 'route53/Z1/api.example.com', id: `${execution}#evaluate-7` },
    },
  });
});

describe('each kind that people are notified of by default', () => {
  test.each(NOTIFIED_KINDS)('%s has words of its own', (kind) => {
    const { title } = notice({ kind });
    expect(title).toMatch(/^api\.example\.com: ./);
    // What a kind without words would show; the revert shows how far it goes.
    expect(title.endsWith('soak 0: pass, wait')).toBe(kind === 'reverting');
  });

  test.each<[(typeof NOTIFIED_KINDS)[number], readonly string[]]>([
    ['started', ['watch api.example.com']],
    [
      'approval-reminder',
      ['approve api.example.com --at 10 --reason "…"', 'abort api.example.com --reason "…"'],
    ],
    ['stage-passed', ['pause api.example.com --reason "…"', 'abort api.example.com --reason "…"']],
    ['paused', ['resume api.example.com --reason "…"', 'abort api.example.com --reason "…"']],
    ['reverting', ['watch api.example.com']],
    ['reverted', ['history api.example.com']],
    ['rejected', ['history api.example.com']],
    ['succeeded', ['history api.example.com']],
    ['approved', []],
    ['aborted', []],
  ])('%s has the commands to type next', (kind, commands) => {
    expect(notice({ kind }).nextSteps).toEqual(commands.map((one) => `cutover ${one} ${place}`));
  });

  test.each(['revert-failed', 'unattended'] as const)('%s says where to read on', (kind) => {
    expect(notice({ kind }).nextSteps).toEqual([
      `cutover status api.example.com ${place}`,
      `cutover revert api.example.com --reason "…" ${place}`,
      expect.stringContaining('docs/guide/operating.md'),
    ]);
    expect(notice({ kind }).title).toMatch(/: THE R/);
  });
});

test.each(DECISION_KINDS)('%s has a notice in both formats, without a number that is missing', (kind) => {
  for (const percent of [null, 0, 50]) {
    const over = { kind, percent, stage: null, verdict: null, plan: null };
    const all = `${JSON.stringify(text(over))}${JSON.stringify(chat(over))}`;
    expect(all).not.toContain('undefined');
    expect(all.replaceAll('not known', '')).not.toMatch(/null %|at null/);
    expect(notice(over).facts).toContainEqual(['Plan', 'not known']);
  }
});

test('what has no reason says what was decided', () => {
  expect(notice({ reason: '' }).facts).toContainEqual(['Why', 'soak 0: pass, wait']);
});

test.each([
  ['route53/Z1/*.example.com', "cutover watch '*.example.com'"],
  ["route53/Z1/it's", String.raw`cutover watch 'it'\''s'`],
  ['cloudfront-kvs/arn:aws:cloudfront::1:key-value-store/0a/split', 'cutover watch split'],
])('the route %s is an argument as a shell takes it', (route, command) => {
  expect(notice({ kind: 'started', route }, 'My Stack').nextSteps).toEqual([
    `${command} --stack 'My Stack' --region eu-west-1`,
  ]);
});

test('a route without a slash is its own name', () => {
  expect(routeLabel('api')).toBe('api');
});

describe('the link to the execution', () => {
  const arn = (partition: string, region: string) =>
    `arn:${partition}:states:${region}:111122223333:execution:cutover:api-1`;
  test.each([
    ['aws', 'eu-west-1', 'https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#'],
    ['aws-us-gov', 'us-gov-west-1', 'https://console.amazonaws-us-gov.com/states/home?region=us-gov-west-1#'],
    ['aws-cn', 'cn-north-1', 'https://cn-north-1.console.amazonaws.cn/states/home?region=cn-north-1#'],
  ])('is that of the partition %s', (partition, region, start) => {
    const execution = arn(partition, region);
    expect(executionLink(execution)).toBe(`${start}/v2/executions/details/${execution}`);
  });

  test('is left out where the console is not known', () => {
    const execution = arn('aws-elsewhere', 'el-west-1');
    expect(executionLink(execution)).toBeNull();
    expect(executionLink('api-1')).toBeNull();
    expect(text({ execution }).message).not.toContain('https://');
    expect(chat({ execution }).content.nextSteps.join()).not.toContain('https://');
    expect(text({ execution: 'api-1', kind: 'started' }).message).toContain(
      'cutover watch api.example.com --stack Cutover\n'.trimEnd(),
    );
  });
});

describe('whatever an event has in it', () => {
  const anyEvent = fc
    .record({
      kind: fc.constantFrom(...DECISION_KINDS),
      what: fc.string({ unit: 'grapheme', maxLength: 300 }),
      reason: fc.string({ unit: 'grapheme', maxLength: 4_000 }),
      route: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
    })
    .map((over) => eventOf(over));

  test('a subject is one line of fewer than 100 characters of ASCII', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const { subject } = textMessage(noticeOf(event, 'Cutover'));
        expect(subject).toMatch(/^[\x21-\x7e][\x20-\x7e]{0,98}$/);
      }),
    );
  });

  test('a chat message is JSON of a size that clients show, and mentions nobody', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const { content } = JSON.parse(chatMessage(noticeOf(event, 'Cutover'), event).message);
        expect(content.title.length).toBeLessThanOrEqual(250);
        expect(content.description.length).toBeLessThanOrEqual(2_500);
      }),
    );
    const { content } = chat({ reason: '<!channel> <@U1> @here @everyone a@b.example' });
    expect(content.description).toContain('< !channel> < @U1> @ here @ everyone a@b.example');
  });
});
