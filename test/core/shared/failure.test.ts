import { expect, test } from '@jest/globals';
import { describeFailure, type Failure } from '../../../lambdas/core/shared/failure';

const lambda = (errorMessage: unknown) =>
  JSON.stringify({ errorType: 'FencedError', errorMessage, trace: ['at shift (/var/task/index.js:1:1)'] });

test.each<[string, Failure, string]>([
  [
    'of a Lambda function as its message, without the trace',
    { Error: 'FencedError', Cause: lambda('lost') },
    'FencedError: lost',
  ],
  [
    'of an abort as who aborted and why, without the name of the error',
    { Error: 'AbortedError', Cause: lambda('aborted by ada: wrong build') },
    'aborted by ada: wrong build',
  ],
  ['of the workflow itself as its reason', { Cause: 'alarm "a" is in ALARM' }, 'alarm "a" is in ALARM'],
  [
    'of a service as its error and cause',
    { Error: 'States.Timeout', Cause: 'too slow' },
    'States.Timeout: too slow',
  ],
  ['without a cause as its error', { Error: 'States.Timeout' }, 'States.Timeout'],
  ['with other JSON as that JSON', { Error: 'E', Cause: '{"message":"no"}' }, 'E: {"message":"no"}'],
  ['with a message that is not text as its JSON', { Cause: '{"errorMessage":5}' }, '{"errorMessage":5}'],
  ['with null as its cause', { Error: 'E', Cause: 'null' }, 'E: null'],
  ['with an empty message as its error', { Error: 'E', Cause: '{"errorMessage":""}' }, 'E'],
  ['without error and cause', {}, 'a failure without an error or a cause'],
  ['with an empty error and cause', { Error: '', Cause: '' }, 'a failure without an error or a cause'],
])('describes a failure %s', (_, failure, sentence) => {
  expect(describeFailure(failure)).toBe(sentence);
});

test('describes a failure in at most 1,000 characters', () => {
  expect(describeFailure({ Error: 'E', Cause: 'x'.repeat(5_000) })).toHaveLength(1_000);
});
