import { expect, test } from '@jest/globals';
import { Overlays } from '../../../lib/rehearsal/kernel/overlays';

test('while a change lasts, the end of another one does not end it', () => {
  let now: readonly string[] = [];
  const overlays = new Overlays<string>((all) => {
    now = all;
  });
  const first = overlays.begin('first');
  const second = overlays.begin('second');
  const same = overlays.begin('first');
  expect(now).toEqual(['first', 'second', 'first']);
  first.end();
  expect(now).toEqual(['second', 'first']);
  first.end();
  second.end();
  expect(now).toEqual(['first']);
  same.end();
  expect(now).toEqual([]);
});
