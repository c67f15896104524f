import * as v from 'valibot';

/**
 * The fields of the Amazon States Language in the JSONata query language (states-language.net and the Step
 * Functions developer guide). Every object is strict: a field that is not here is refused by name. Those are
 * the fields of JSONPath, and those that the interpreter does not do: `Credentials`, `HeartbeatSeconds`, and
 * what belongs to a distributed Map.
 */

/** The greatest number of seconds that a field may have. */
const MAX_SECONDS = 99_999_999;
/** MaxDelaySeconds must be less than this. */
const MAX_DELAY_SECONDS = 31_622_400;

const text = v.string();
const anything = v.unknown();
const expression = v.pipe(text, v.regex(/^\{%[\s\S]*%\}$/, 'must be a JSONata expression'));

/** A whole number. @param greatest absent: without a limit */
const whole = (least: number, greatest?: number) => {
  const most = greatest === undefined ? '' : ` and at most ${greatest}`;
  const must = `must be a whole number of at least ${least}${most}`;
  return v.custom<number>(
    (value) =>
      Number.isInteger(value) && (value as number) >= least && (value as number) <= (greatest ?? Infinity),
    must,
  );
};

/** A whole number, or an expression. */
const wholeOrExpression = (least: number, greatest?: number) => {
  const number = whole(least, greatest);
  const must = `${number.message as string}, or a JSONata expression`;
  return v.custom<number | string>((value) => v.is(number, value) || v.is(expression, value), must);
};

const percentage = v.pipe(
  v.number(),
  v.minValue(0, 'must be at least 0'),
  v.maxValue(100, 'must be at most 100'),
);

const assign = v.optional(v.record(text, anything));
const output = v.optional(anything);
const common = { Comment: v.optional(text), QueryLanguage: v.optional(v.literal('JSONata')) };
const transition = { Next: v.optional(text), End: v.optional(v.boolean()) };
const errorEquals = v.pipe(v.array(text), v.minLength(1, 'must have at least one name'));

const retrier = v.strictObject({
  Comment: v.optional(text),
  ErrorEquals: errorEquals,
  IntervalSeconds: v.optional(whole(1, MAX_SECONDS), 1),
  BackoffRate: v.optional(v.pipe(v.number(), v.minValue(1, 'must be at least 1')), 2),
  MaxAttempts: v.optional(whole(0, MAX_SECONDS), 3),
  MaxDelaySeconds: v.optional(whole(1, MAX_DELAY_SECONDS - 1)),
  JitterStrategy: v.optional(v.picklist(['FULL', 'NONE']), 'NONE'),
});

const catcher = v.strictObject({
  Comment: v.optional(text),
  ErrorEquals: errorEquals,
  Assign: assign,
  Output: output,
  Next: text,
});

const failures = { Retry: v.optional(v.array(retrier), []), Catch: v.optional(v.array(catcher), []) };

const task = v.strictObject({
  Type: v.literal('Task'),
  ...common,
  Resource: text,
  Arguments: output,
  Assign: assign,
  Output: output,
  TimeoutSeconds: v.optional(wholeOrExpression(1, MAX_SECONDS)),
  ...failures,
  ...transition,
});

const wait = v.strictObject({
  Type: v.literal('Wait'),
  ...common,
  Seconds: v.optional(wholeOrExpression(0, MAX_SECONDS)),
  Timestamp: v.optional(text),
  Assign: assign,
  Output: output,
  ...transition,
});

const choiceRule = v.strictObject({
  Comment: v.optional(text),
  Condition: v.union([v.boolean(), expression]),
  Assign: assign,
  Output: output,
  Next: text,
});

const choice = v.strictObject({
  Type: v.literal('Choice'),
  ...common,
  Choices: v.pipe(v.array(choiceRule), v.minLength(1, 'must have at least one rule')),
  Default: v.optional(text),
  Assign: assign,
  Output: output,
});

const pass = v.strictObject({
  Type: v.literal('Pass'),
  ...common,
  Assign: assign,
  Output: output,
  ...transition,
});

const succeed = v.strictObject({ Type: v.literal('Succeed'), ...common, Output: output });

const fail = v.strictObject({
  Type: v.literal('Fail'),
  ...common,
  Error: v.optional(text),
  Cause: v.optional(text),
});

/** A machine inside of a Parallel or a Map. Its states are checked in their turn. */
const inner = { Comment: v.optional(text), StartAt: text, States: v.record(text, anything) };
const innerMachine = v.strictObject(inner);
const itemProcessor = v.strictObject({
  ...inner,
  ProcessorConfig: v.optional(v.strictObject({ Mode: v.literal('INLINE') })),
});

const parallel = v.strictObject({
  Type: v.literal('Parallel'),
  ...common,
  Branches: v.pipe(v.array(innerMachine), v.minLength(1, 'must have at least one branch')),
  Arguments: output,
  Assign: assign,
  Output: output,
  ...failures,
  ...transition,
});

const map = v.strictObject({
  Type: v.literal('Map'),
  ...common,
  Items: v.optional(v.union([v.array(anything), expression])),
  ItemSelector: output,
  ItemProcessor: itemProcessor,
  MaxConcurrency: v.optional(wholeOrExpression(0), 0),
  // An inline Map accepts these, and a failed iteration fails it all the same: see docs/state-language.md.
  ToleratedFailureCount: v.optional(wholeOrExpression(0)),
  ToleratedFailurePercentage: v.optional(v.union([percentage, expression])),
  Assign: assign,
  Output: output,
  ...failures,
  ...transition,
});

/** Any state. The states inside of a Map or a Parallel are not checked by it. */
export const stateSchema = v.variant('Type', [task, wait, choice, pass, succeed, fail, parallel, map]);

/** A machine. Its states are not checked by it. */
export const machineSchema = v.strictObject({
  Comment: v.optional(text),
  Version: v.optional(v.literal('1.0')),
  QueryLanguage: v.optional(v.picklist(['JSONata', 'JSONPath']), 'JSONPath'),
  StartAt: text,
  TimeoutSeconds: v.optional(whole(1, MAX_SECONDS)),
  States: v.record(text, anything),
});
