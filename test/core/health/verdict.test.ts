import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Judgement, shorten, type Verdict, worst } from '../../../lambdas/core/health/verdict';

const say = (verdict: Verdict, reason: string = verdict): Judgement => ({ verdict, reason });
const verdicts: Verdict[] = ['fail', 'error', 'inconclusive', 'pass'];

describe('the worst of several judgements', () => {
  test.each<[Verdict[], Verdict]>([
    [['pass'], 'pass'],
    [['pass', 'inconclusive'], 'inconclusive'],
    [['inconclusive', 'error', 'pass'], 'error'],
    [['pass', 'error', 'inconclusive', 'fail'], 'fail'],
  ])('the worst of %j is %s', (given, verdict) => {
    expect(worst(given.map((one) => say(one)))).toEqual(say(verdict));
  });

  test('gives the reasons of all that share the worst verdict, in their order, and no others', () => {
    const given = [
      say('pass', 'fine'),
      say('fail', 'b is in ALARM'),
      say('error', 'gone'),
      say('fail', 'a is in ALARM'),
    ];
    expect(worst(given)).toEqual(say('fail', 'b is in ALARM; a is in ALARM'));
  });

  test('is undecided when every inconclusive judgement is', () => {
    const undecided = { whenUnknown: 'wait', limitSeconds: 60 } as const;
    const unknown: Judgement = { ...say('inconclusive', 'not known'), undecided };
    expect(worst([say('pass'), unknown, { ...unknown, reason: 'nor this' }])).toEqual({
      ...say('inconclusive', 'not known; nor this'),
      undecided,
    });
    expect(worst([unknown, say('inconclusive', 'no data')])).toEqual(
      say('inconclusive', 'not known; no data'),
    );
    expect(worst([say('inconclusive', 'no data'), unknown])).not.toHaveProperty('undecided');
    expect(worst([unknown, say('error', 'away')])).toEqual(say('error', 'away'));
  });

  test('cuts the joined reason to 1,000 characters', () => {
    const { reason } = worst(Array.from({ length: 100 }, () => say('fail', 'x'.repeat(300))));
    expect(reason).toHaveLength(1_000);
  });

  test('throws for an empty list, because no measurement is not health', () => {
    expect(() => worst([])).toThrow(new RangeError('there are no judgements to take the worst of'));
  });

  test('is a pass only when every judgement passed, in any order', () => {
    const judgements = fc.array(
      fc.constantFrom(...verdicts).map((one) => say(one)),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(judgements, (given) => {
        const { verdict } = worst(given);
        expect(verdict === 'pass').toBe(given.every((one) => one.verdict === 'pass'));
        expect(worst([...given].reverse()).verdict).toBe(verdict);
        expect(verdict).toBe(verdicts.find((one) => given.some((judgement) => judgement.verdict === one)));
      }),
    );
  });
});

test.each([
  ['', 5, ''],
  ['12345', 5, '12345'],
  ['123456', 5, '1234…'],
])('shortens %j to at most %i characters: %j', (reason, maxLength, shown) => {
  expect(shorten(reason, maxLength)).toBe(shown);
});

test('shortens a reason to 1,000 characters by default', () => {
  expect(shorten('x'.repeat(1_000))).toBe('x'.repeat(1_000));
  expect(shorten('x'.repeat(1_001))).toBe(`${'x'.repeat(999)}…`);
});
