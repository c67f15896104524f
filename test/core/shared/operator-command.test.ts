import { describe, expect, test } from '@jest/globals';
import {
  COMMAND_KINDS,
  commandState,
  describeCommand,
  type OperatorCommand,
  parseCommand,
} from '../../../lambdas/core/shared/operator-command';
import { operatorCommand } from '../../support/plans/operator-commands';

const began = '2026-11-20T12:00:00.000Z';
const now = Date.parse(began) + 600_000;
const at = '2026-11-20T12:05:00Z';
const approve = operatorCommand('approve', { at, reason: 'looks good' });
const parse = (stored: unknown) => parseCommand(stored, { began, now });

describe('a command', () => {
  test.each(COMMAND_KINDS)('is read when its kind is %s', (kind) => {
    const command = operatorCommand(kind, { at });
    expect(parse(command)).toEqual({ ok: true, command });
  });

  test.each(['2026-11-20T11:59:00Z', '2026-11-20T12:11:00.000Z', '2026-11-20T13:05:00+01:00'])(
    'is read when it is of %s',
    (time) => {
      expect(parse({ ...approve, at: time })).toMatchObject({ ok: true });
    },
  );

  test.each<[string, unknown, string | RegExp]>([
    [
      'a kind in capitals',
      { ...approve, kind: 'Pause' },
      'kind: is "Pause"; must be one of "approve", "promote", "pause", "resume", "abort", "revert"',
    ],
    ['a kind in capitals only', { ...approve, kind: 'ABORT' }, /^kind: is "ABORT"; must be/],
    ['a misspelt kind', { ...approve, kind: 'aprove' }, /^kind: is "aprove"; must be/],
    ['a name that all objects have', { ...approve, kind: 'constructor' }, /^kind: /],
    ['no one who sent it', { ...approve, by: '' }, 'by: is ""; must not be empty'],
    ['no reason', { kind: 'abort', by: 'ada', person: 'ada', at }, /^reason: is missing/],
    ['no person', { kind: 'abort', by: 'ada', at, reason: 'r' }, /^person: is missing/],
    ['no percent', { ...operatorCommand('pause', { at }), kind: 'approve' }, /^atPercent: is missing/],
    ['a reason too long', { ...approve, reason: 'x'.repeat(501) }, /must have at most 500 characters$/],
    ['a field that it does not have', { ...approve, stage: 2 }, /^stage: is not a field/],
    ['a time in words', { ...approve, at: 'noon' }, /^at: is "noon"; must be an ISO 8601 time/],
    ['a time without a zone', { ...approve, at: '2026-11-20T12:05:00' }, /^at: /],
    ['a time with text before it', { ...approve, at: `UTC ${at}` }, /^at: /],
    ['a time with text after it', { ...approve, at: `${at} (UTC)` }, /^at: /],
    ['a time that does not exist', { ...approve, at: '2026-13-20T12:05:00Z' }, /^at: /],
    [
      'a time in the future',
      { ...approve, at: '2099-01-01T00:00:00Z' },
      'at: is 2099-01-01T00:00:00Z, and it is 2026-11-20T12:10:00.000Z; must not be in the future',
    ],
    ['a time just beyond the clock skew', { ...approve, at: '2026-11-20T12:11:00.001Z' }, /in the future$/],
    [
      'a time before the cutover',
      { ...approve, at: '2026-11-20T11:58:59.999Z' },
      `at: is 2026-11-20T11:58:59.999Z; must not be before the cutover began at ${began}`,
    ],
    ['text', 'abort', /must be a mapping/],
    ['a list', [approve], /must be a mapping/],
    ['nothing', null, /must be a mapping/],
    ['two wrong fields', { ...approve, by: '', reason: '' }, /^by: .*; reason: /],
  ])('is refused with %s', (_, stored, problem) => {
    const parsed = parse(stored);
    expect(parsed).toEqual({
      ok: false,
      problem: typeof problem === 'string' ? problem : expect.stringMatching(problem),
    });
  });
});

describe('commands together', () => {
  const [pause, resume, abort, revert] = (['pause', 'resume', 'abort', 'revert'] as const).map((kind) =>
    operatorCommand(kind, { at, reason: 'looks good' }),
  ) as [OperatorCommand, OperatorCommand, OperatorCommand, OperatorCommand];
  const none = { aborted: null, paused: null, resumed: null, approvals: [], promotions: [] };

  test.each<[string, OperatorCommand[], object]>([
    ['none', [], none],
    ['a pause holds', [pause], { ...none, paused: pause }],
    ['a resume ends it', [pause, resume], { ...none, resumed: resume }],
    ['a second pause holds again', [pause, resume, pause], { ...none, paused: pause }],
    [
      'an approval ends no pause, and is kept',
      [pause, approve],
      { ...none, paused: pause, approvals: [approve] },
    ],
    [
      'an approval outlives pause and resume',
      [approve, pause, resume],
      { ...none, resumed: resume, approvals: [approve] },
    ],
    ['a revert counts as an abort', [revert, resume], { ...none, aborted: revert, resumed: resume }],
    ['the first of an abort and a revert counts', [revert, abort], { ...none, aborted: revert }],
    [
      'nothing takes an abort back',
      [abort, resume, approve],
      { ...none, aborted: abort, resumed: resume, approvals: [approve] },
    ],
  ])('%s', (_, commands, state) => {
    expect(commandState(commands)).toEqual(state);
  });

  test('the first abort is the one that counts', () => {
    const second = { ...abort, by: 'ben' };
    expect(commandState([abort, second]).aborted).toBe(abort);
  });

  test('are described with who sent them and why', () => {
    expect(describeCommand('paused', pause)).toBe('paused by ada: looks good');
  });
});
