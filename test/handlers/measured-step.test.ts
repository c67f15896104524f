import { expect, jest, test } from '@jest/globals';
import { measuredStep } from '../../lambdas/handlers/support/measured-step';

const step = async (input: { readonly a: number }) => ({ doubled: 2 * input.a });

test('writes what the step was given and gave', async () => {
  const write = jest.fn();
  const error = jest.fn();
  expect(await measuredStep(step, write, { error })({ a: 2 })).toEqual({ doubled: 4 });
  expect(write.mock.calls).toEqual([[{ a: 2 }, { doubled: 4 }]]);
  expect(error).not.toHaveBeenCalled();
});

test('metrics that cannot be written are logged, and the result stays', async () => {
  const error = jest.fn();
  const write = () => {
    throw new Error('no room');
  };
  expect(await measuredStep(step, write, { error })({ a: 2 })).toEqual({ doubled: 4 });
  expect(error.mock.calls).toEqual([['metrics not written', { reason: 'Error: no room' }]]);
});

test('a step that fails writes nothing', async () => {
  const write = jest.fn();
  const fail = async (): Promise<object> => {
    throw new TypeError('broken');
  };
  await expect(measuredStep(fail, write, { error: jest.fn() })({})).rejects.toThrow(TypeError);
  expect(write).not.toHaveBeenCalled();
});
