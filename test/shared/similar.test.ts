import { expect, test } from '@jest/globals';
import { didYouMean, similarWord } from '../../lib/shared/files/similar';

const FIELDS = ['name', 'router', 'stages', 'smokeTest', 'soakSeconds', 'hold', 'health'];

test.each([
  ['soak_seconds', 'soakSeconds'],
  ['SoakSeconds', 'soakSeconds'],
  ['soak-seconds', 'soakSeconds'],
  ['soak', 'soakSeconds'],
  ['nmae', 'name'],
  ['stage', 'stages'],
  ['helth', 'health'],
  ['hold', null],
  ['zzz', null],
  ['h', null],
  ['', null],
])('%j probably means %j', (typed, meant) => {
  expect(similarWord(typed, FIELDS)).toBe(meant);
  expect(didYouMean(typed, FIELDS)).toBe(meant === null ? '' : `; did you mean "${meant}"?`);
});
