import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { headerIn, valueIn } from '../../../lambdas/core/secrets/secret-value';

const secret = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:smoke-test-AbCdEf';

test('the value is the whole secret, or one field of it, after its prefix', () => {
  expect(valueIn({ secret }, '{"a":1}')).toEqual({ value: '{"a":1}' });
  expect(valueIn({ secret, key: 'a' }, '{"a":"x"}')).toEqual({ value: 'x' });
  expect(valueIn({ secret, key: 'a' }, '{"a":7}')).toEqual({ value: '7' });
  expect(headerIn({ secret, key: 'a', prefix: 'Bearer ' }, '{"a":"x"}')).toEqual({ value: 'Bearer x' });
});

test.each([
  ['text', 'hunter2', /is not a JSON object, so that it has no field "a"$/],
  ['a list', '["hunter2"]', /is not a JSON object/],
  ['null', 'null', /is not a JSON object/],
  ['an object without the field', '{"b":"hunter2"}', /has no text or number in its field "a"$/],
  ['an object with another value', '{"a":{"b":"hunter2"}}', /has no text or number in its field "a"$/],
])('a field of %s is not found', (_, held, problem) => {
  expect(valueIn({ secret, key: 'a' }, held)).toEqual({ problem: expect.stringMatching(problem) });
});

test('a field that every object inherits is not found', () => {
  expect(valueIn({ secret, key: 'constructor' }, '{}')).toHaveProperty('problem');
});

test.each(['two\nlines', 'ends with a line break\n', 'é', 'x'.repeat(8_193)])(
  'a value that is no header is a problem',
  (held) => {
    const problem = `the value of ${secret} cannot be sent in a header; must be printable ASCII on one line`;
    expect(headerIn({ secret }, held)).toEqual({ problem: expect.stringContaining(problem) });
    expect(valueIn({ secret }, held)).toEqual({ value: held });
  },
);

test('no problem contains any of the secret', () => {
  const key = fc.constantFrom(undefined, 'a');
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), key, (text, field) => {
      const held = [
        `canary${text}\n`,
        JSON.stringify({ a: [`canary${text}`] }),
        `{"a":"canary${text}\\u0000"}`,
      ];
      for (const one of held) {
        const reference = field === undefined ? { secret } : { secret, key: field };
        const found = headerIn(reference, one);
        expect('problem' in found ? found.problem : '').not.toContain('canary');
      }
    }),
  );
});

test('a problem with a field names the field', () => {
  const found = headerIn({ secret, key: 'a' }, '{"a":"two\\nlines"}');
  expect(found).toEqual({ problem: expect.stringContaining(`the value of "a" of ${secret} cannot be sent`) });
});
