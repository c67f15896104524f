import { expect, test } from '@jest/globals';
import { describeFailure, type Failure } from '../../../lambdas/core/shared/failure';

const lambda = (errorMessage: unknown) =>
  JSON.stringify({ errorType: 'FencedError', errorMessage, trace: ['at shift (/var/task/index.js:1:1)'] });

test.each<[string, Failure, string]>([
  [
    'of a Lambda: its message, without the trace',
    { Error: 'FencedError', Cause: lambda('lost') },
    'FencedError: lost',
  ],
  ['of the workflow itself: its reason', { Cause: 'alarm "a" is in ALARM' }, 'alarm "a" is in ALARM'],
  ['of a service: its words', { Error: 'States.Timeout', Cause: 'too slow' }, 'States.Timeout: too slow'],
  ['with a name alone', { Error: 'States.Timeout' }, 'States.Timeout'],
  ['with JSON of another shape: the JSON', { Error: 'E', Cause: '{"message":"no"}' }, 'E: {"message":"no"}'],
  ['with a message that is no text: the JSON', { Cause: '{"errorMessage":5}' }, '{"errorMessage":5}'],
  ['with JSON that is null', { Error: 'E', Cause: 'null' }, 'E: null'],
  ['with an empty message', { Error: 'E', Cause: '{"errorMessage":""}' }, 'E'],
  ['that says nothing', {}, 'a failure without a name'],
  ['with empty words', { Error: '', Cause: '' }, 'a failure without a name'],
])('a failure %s', (_, failure, sentence) => {
  expect(describeFailure(failure)).toBe(sentence);
});

test('a failure is told in at most 1,000 characters', () => {
  expect(describeFailure({ Error: 'E', Cause: 'x'.repeat(5_000) })).toHaveLength(1_000);
});
