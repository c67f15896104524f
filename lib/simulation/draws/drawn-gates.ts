import fc from 'fast-check';
import { sometimes } from './sometimes';

const NAMES = ['suite', 'budget'] as const;

/** A gate for each stage, or before traffic, whose suite may run for long. */
const asked = fc.record({
  name: fc.constantFrom(...NAMES),
  at: fc.constantFrom('before-traffic', 'each-stage'),
  timeoutSeconds: fc.constantFrom(undefined, 5, 60, 300),
});

const repeated = fc.record({
  name: fc.constantFrom(...NAMES),
  at: fc.constant('soak'),
  everySeconds: fc.constantFrom(undefined, 10, 30, 120, 600),
  holdEverySeconds: fc.constantFrom(undefined, 150, 300, 1_200),
  timeoutSeconds: fc.constantFrom(undefined, 5, 120),
});

/** One plan in four has gates. */
export const drawnGates = sometimes(
  4,
  fc.uniqueArray(fc.oneof(asked, repeated), {
    minLength: 1,
    maxLength: 3,
    selector: ({ name, at }) => `${name} ${at}`,
  }),
);

/** Most gates pass, sooner or later. */
const answer = fc.record({
  at: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2_500 })),
  answer: fc.oneof(
    { weight: 9, arbitrary: fc.constant('pass') },
    {
      weight: 5,
      arbitrary: fc.constantFrom(
        ...(['fail', 'fail', 'inconclusive', 'error', 'running', 'crash', 'malformed', 'none'] as const),
      ),
    },
  ),
  takesSeconds: fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 4 }) },
    { weight: 1, arbitrary: fc.integer({ min: 10, max: 70 }) },
    { weight: 1, arbitrary: fc.integer({ min: 70, max: 200 }) },
  ),
  runsSeconds: fc.oneof(
    { weight: 2, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 10, max: 500 }) },
  ),
});

/** A gate that passes until its answers change for a while: that is where a soak must heed it. */
const passesAtFirst = fc
  .tuple(answer, fc.integer({ min: 200, max: 4_000 }), fc.integer({ min: 30, max: 900 }))
  .map(([then, at, seconds]) => [
    { at: 0, answer: 'pass' },
    { ...then, at },
    { at: at + seconds, answer: 'pass' },
  ]);

const answers = fc.oneof(
  { weight: 2, arbitrary: fc.constant([{ at: 0, answer: 'pass' }]) },
  { weight: 3, arbitrary: passesAtFirst },
  { weight: 3, arbitrary: fc.array(answer, { minLength: 1, maxLength: 3 }) },
);

/** What each gate answers over time; one that is not here passes. */
export const gateAnswers = fc.record({ suite: answers, budget: answers }, { requiredKeys: [] });

/** Faults of gates, for plans that have some. */
export const gateFaults = fc.array(
  fc.record({
    kind: fc.constant('gate' as const),
    name: fc.constantFrom(undefined, ...NAMES),
    does: fc.constantFrom('fail', 'hang', 'crash', 'answer-otherwise', 'keep-running'),
    at: fc.integer({ min: 0, max: 4_000 }),
    forSeconds: fc.integer({ min: 20, max: 900 }),
  }),
  { maxLength: 1 },
);
