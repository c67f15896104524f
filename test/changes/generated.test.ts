import { expect, test } from '@jest/globals';
import { checkTemplate } from '../../tools/diff-templates/check-template';
import { drawTemplate } from '../../tools/diff-templates/draw-template';
import { missingFrom } from '../../tools/diff-templates/required';
import { writeTemplate } from '../../tools/diff-templates/write';

/** `npm run diff:templates` compares 300. */
const seeds = Array.from({ length: 30 }, (_, i) => i + 1);

test('30 drawn templates equal themselves, respelled or not, and a changed line changes what follows', () => {
  const checked = seeds.map(checkTemplate);
  expect(checked.flatMap(({ wrong }) => wrong)).toEqual([]);
  expect(checked.reduce((sum, { comparisons }) => sum + comparisons, 0)).toBeGreaterThan(700);
  expect(missingFrom(checked.flatMap(({ texts }) => texts))).toEqual([]);
});

test('what no template has is named', () => {
  expect(missingFrom(['Resources:\n  A: !Ref B'])).toEqual(
    expect.arrayContaining(['Rules:', '!Sub ', '"Fn::If":']),
  );
  expect(missingFrom(['Resources:\n  A: !Ref B'])).not.toContain('!Ref ');
});

test('the same seed gives the same text', () => {
  const text = (seed: number) => writeTemplate(drawTemplate(seed), 'yaml', seed);
  expect(text(7)).toBe(text(7));
  expect(text(7)).not.toBe(text(8));
});
