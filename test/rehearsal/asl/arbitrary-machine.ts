import fc from 'fast-check';
import type { TaskResult } from '../../../lib/rehearsal/asl/replay';

/** A random machine, and what each of its Tasks gives whenever it is attempted. */
export interface ArbitraryMachine {
  readonly definition: object;
  readonly results: Readonly<Record<string, TaskResult>>;
}

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:f';

/** Expressions that have a value, that fail, that read variables, and that use the context. */
const source = fc.constantFrom(
  '$states.input',
  '$states.context.Execution.RedriveCount',
  '$states.context.State.Name',
  '1 + 1',
  '$nobody',
  '$x',
  '$x.y',
  '$exists($x) ? $x : 0',
  '$parse(\'{"a": [1, 2]}\').a',
  '$partition([1, 2, 3], 2)',
  '$range(0, 4, 2)',
  "$hash('a', 'MD5')",
  '$random() < 2',
  '$random(7)',
  '$length($uuid())',
  '$millis()',
  '$now()',
  '[1, 2, 3][$ > 1]',
  '$map([1, 2], function($v) { $v * 2 })',
  'function($v) { $v }',
  "$string($states.input) & '$'",
  '$number("a")',
  '($y := 2; $y * $y)',
  '[{"b": 1}, {"b": 2}]^(>b){"s": $sum(b)}',
);
const expression = source.map((text) => `{% ${text} %}`);
const value: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  expression,
  fc.array(expression, { maxLength: 2 }),
  fc.record({ a: expression, b: fc.integer() }),
);
const assign = fc.dictionary(fc.constantFrom('x', 'y', 'z'), value, { maxKeys: 2 });
const innerAssign = fc.dictionary(fc.constantFrom('p', 'q'), value, { maxKeys: 2 });
const errorName = fc.constantFrom(
  'Bad',
  'States.Timeout',
  'States.TaskFailed',
  'States.QueryEvaluationError',
);

/** Fields that a state may have or lack. */
const some = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(fields, { requiredKeys: [] });

const result: fc.Arbitrary<TaskResult> = fc.oneof(
  fc.record({ output: fc.jsonValue({ maxDepth: 2 }), seconds: fc.integer({ min: 0, max: 9 }) }),
  fc.record({ error: fc.constantFrom('Bad', 'Other', 'States.Runtime'), cause: fc.string({ maxLength: 4 }) }),
);

const retriers = fc.array(
  some({
    IntervalSeconds: fc.integer({ min: 1, max: 9 }),
    BackoffRate: fc.constantFrom(1, 1.5, 2),
    MaxAttempts: fc.integer({ min: 0, max: 2 }),
    MaxDelaySeconds: fc.integer({ min: 1, max: 60 }),
    JitterStrategy: fc.constantFrom('FULL', 'NONE'),
  }).chain((fields) => errorName.map((name) => ({ ErrorEquals: [name], ...fields }))),
  { maxLength: 2 },
);

type Names = readonly string[];

/** A state that leads only to later states, so that every execution ends. */
type StateArbitrary = (
  later: Names,
  assigns: typeof assign,
  depth: number,
  prefix: string,
) => fc.Arbitrary<object>;

const lead = (later: Names): fc.Arbitrary<object> =>
  later.length === 0 ? fc.constant({ End: true }) : fc.constantFrom(...later).map((Next) => ({ Next }));

const catchers = (later: Names, assigns: typeof assign) =>
  later.length === 0
    ? fc.constant([])
    : fc
        .array(fc.tuple(errorName, fc.constantFrom(...later), some({ Assign: assigns, Output: value })), {
          maxLength: 2,
        })
        .chain((rules) =>
          fc
            .constantFrom(...later)
            .map((last) => [
              ...rules.map(([name, Next, fields]) => ({ ErrorEquals: [name], Next, ...fields })),
              { ErrorEquals: ['States.ALL'], Next: last },
            ]),
        );

const failures = (later: Names, assigns: typeof assign) =>
  some({ Retry: retriers, Catch: catchers(later, assigns), Assign: assigns, Output: value });

const task: StateArbitrary = (later, assigns) =>
  fc
    .tuple(
      failures(later, assigns),
      some({ Arguments: value, TimeoutSeconds: fc.oneof(fc.integer({ min: 1, max: 9 }), expression) }),
      lead(later),
    )
    .map((parts) => Object.assign({ Type: 'Task', Resource: FUNCTION }, ...parts));

const simple: StateArbitrary = (later, assigns) =>
  fc.oneof(
    fc
      .tuple(some({ Assign: assigns, Output: value }), lead(later))
      .map((parts) => Object.assign({ Type: 'Pass' }, ...parts)),
    fc
      .tuple(
        fc.oneof(
          fc.record({ Seconds: fc.oneof(fc.integer({ min: 0, max: 99 }), expression) }),
          fc.record({ Timestamp: fc.oneof(fc.constant('2026-11-29T00:00:00.5+01:00'), expression) }),
        ),
        some({ Assign: assigns, Output: value }),
        lead(later),
      )
      .map((parts) => Object.assign({ Type: 'Wait' }, ...parts)),
    some({ Output: value }).map((fields) => ({ Type: 'Succeed', ...fields })),
    some({ Error: fc.oneof(fc.constant('Bad'), expression), Cause: fc.oneof(fc.string(), expression) }).map(
      (fields) => ({ Type: 'Fail', ...fields }),
    ),
  );

const choice: StateArbitrary = (later, assigns, depth, prefix) =>
  later.length === 0
    ? simple(later, assigns, depth, prefix)
    : fc
        .tuple(
          fc.array(
            fc
              .tuple(
                fc.oneof(fc.boolean(), expression),
                fc.constantFrom(...later),
                some({ Assign: assigns, Output: value }),
              )
              .map(([Condition, Next, fields]) => ({ Condition, Next, ...fields })),
            { minLength: 1, maxLength: 3 },
          ),
          some({ Default: fc.constantFrom(...later), Assign: assigns, Output: value }),
        )
        .map(([Choices, fields]) => ({ Type: 'Choice', Choices, ...fields }));

const nested: StateArbitrary = (later, assigns, depth, prefix) =>
  fc.oneof(
    fc
      .tuple(
        machine(depth - 1, `${prefix}a`, innerAssign),
        machine(depth - 1, `${prefix}b`, innerAssign),
        some({ Arguments: value }),
        failures(later, assigns),
        lead(later),
      )
      .map(([a, b, ...parts]) => Object.assign({ Type: 'Parallel', Branches: [a, b] }, ...parts)),
    fc
      .tuple(
        machine(depth - 1, `${prefix}m`, innerAssign),
        some({
          Items: fc.oneof(fc.array(value, { maxLength: 3 }), expression),
          ItemSelector: value,
          MaxConcurrency: fc.oneof(fc.integer({ min: 0, max: 3 }), expression),
          ToleratedFailurePercentage: fc.oneof(fc.integer({ min: 0, max: 100 }), expression),
        }),
        failures(later, assigns),
        lead(later),
      )
      .map(([ItemProcessor, ...parts]) => Object.assign({ Type: 'Map', ItemProcessor }, ...parts)),
  );

/** States in which every one is reached: each leads to the next, by a Pass before it if it does not. */
function machine(depth: number, prefix: string, assigns: typeof assign): fc.Arbitrary<object> {
  const names = ['A', 'B', 'C', 'D'].map((name) => prefix + name);
  const stateAt = (i: number): fc.Arbitrary<object> => {
    const later = names.slice(i + 1);
    const kinds = depth > 0 ? [task, simple, choice, nested] : [task, simple, choice];
    return fc.oneof(...kinds.map((kind) => kind(later, assigns, depth, prefix)));
  };
  return fc.tuple(...names.map((_, i) => stateAt(i))).map((states) => {
    const all = Object.fromEntries(names.map((name, i) => [name, states[i] as object]));
    return { StartAt: names[0], States: reachable(all, names[0] as string) };
  });
}

/** The states that something leads to. */
function reachable(states: Readonly<Record<string, object>>, start: string): Record<string, object> {
  const reached = new Set([start]);
  for (const name of reached) {
    for (const target of Object.keys(states)) {
      if (JSON.stringify(states[name]).match(new RegExp(`"(Next|Default)":"${target}"`))) {
        reached.add(target);
      }
    }
  }
  return Object.fromEntries([...reached].map((name) => [name, states[name] as object]));
}

/** A valid machine, up to two levels deep. Some are refused by Step Functions, and must be when loaded. */
export const arbitraryMachine: fc.Arbitrary<ArbitraryMachine> = fc
  .tuple(machine(1, '', assign), result, result)
  .map(([states, some_, other]) => ({
    definition: { QueryLanguage: 'JSONata', ...states },
    results: { even: some_, odd: other },
  }));
