import { expect, test } from '@jest/globals';
import { readAnswer } from '../../../lambdas/core/gates/gate-answer';

test.each(['pass', 'fail', 'inconclusive', 'error', 'running'])('reads the verdict %s', (verdict) => {
  expect(readAnswer({ verdict, reason: 'as tested', more: { tests: 212 } })).toEqual({
    verdict,
    reason: 'as tested',
  });
});

test.each([
  ['no object', 'pass', 'must be a mapping'],
  ['nothing', null, 'must be a mapping'],
  ['another verdict', { verdict: 'PASS', reason: 'as tested' }, 'verdict: is "PASS"; must be one of "pass"'],
  ['no reason', { verdict: 'pass' }, 'reason: is missing; must be the reason in words'],
  ['no verdict and no reason', {}, 'verdict: is missing; must be one of'],
])('takes %s for silence', (_, value, message) => {
  const answer = readAnswer(value);
  expect(answer).toMatchObject({ verdict: 'error', silent: true });
  expect(answer.reason).toContain(message);
  expect(answer.reason).not.toContain('\n');
});

test('cuts a long reason, which goes into every event of the history', () => {
  expect(readAnswer({ verdict: 'fail', reason: 'x'.repeat(5_000) }).reason).toHaveLength(300);
});
