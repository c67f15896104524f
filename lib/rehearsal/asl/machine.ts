import * as v from 'valibot';
import { check } from '../../../lambdas/core/validation/problems';
import { validated } from '../../../lambdas/core/validation/validated';

/**
 * The part of the Amazon States Language (JSONata) that the deployed files use. Every object is strict: a
 * field that the interpreter does not support is refused by name, so that a rehearsal can never silently
 * differ from the service.
 */
const value = v.unknown();
const assign = v.record(v.string(), value);
const next = { Next: v.string() };
const common = { Comment: v.string() };

const retrier = v.strictObject({
  ErrorEquals: v.array(v.string()),
  IntervalSeconds: v.optional(v.number(), 1),
  BackoffRate: v.optional(v.number(), 2),
  MaxAttempts: v.optional(v.number(), 3),
  MaxDelaySeconds: v.optional(v.number()),
  JitterStrategy: v.optional(v.picklist(['FULL', 'NONE']), 'NONE'),
});

const catcher = v.strictObject({ ErrorEquals: v.array(v.string()), Assign: v.optional(assign), ...next });

const task = v.strictObject({
  Type: v.literal('Task'),
  ...common,
  Resource: v.string(),
  Arguments: value,
  Assign: v.optional(assign),
  TimeoutSeconds: v.number(),
  Retry: v.array(retrier),
  Catch: v.array(catcher),
  ...next,
});

const wait = v.strictObject({
  Type: v.literal('Wait'),
  ...common,
  Seconds: v.union([v.number(), v.string()]),
  ...next,
});

const choiceRule = v.strictObject({
  Comment: v.optional(v.string()),
  Condition: v.string(),
  Assign: v.optional(assign),
  ...next,
});

const choice = v.strictObject({
  Type: v.literal('Choice'),
  ...common,
  Choices: v.array(choiceRule),
  Default: v.string(),
});

const succeed = v.strictObject({ Type: v.literal('Succeed'), ...common, Output: value });

const fail = v.strictObject({ Type: v.literal('Fail'), ...common, Error: v.string(), Cause: v.string() });

const machineSchema = v.strictObject({
  Comment: v.string(),
  QueryLanguage: v.literal('JSONata'),
  StartAt: v.string(),
  TimeoutSeconds: v.number(),
  States: v.record(v.string(), v.variant('Type', [task, wait, choice, succeed, fail])),
});

/** A state machine as the interpreter runs it. */
export type AslMachine = v.InferOutput<typeof machineSchema>;
/** Any state of a machine. */
export type State = AslMachine['States'][string];
export type TaskState = Extract<State, { Type: 'Task' }>;
export type ChoiceState = Extract<State, { Type: 'Choice' }>;
/** One retry rule of a Task. */
export type Retrier = TaskState['Retry'][number];

/**
 * Reads a state machine and fills in its `${…}` placeholders, as CDK does.
 * @throws Error for a placeholder without a value, or naming every field that the interpreter does not
 * support
 */
export function loadMachine(definition: string, substitutions: Readonly<Record<string, string>>): AslMachine {
  const filled = definition.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const found = substitutions[name];
    if (found === undefined) {
      throw new Error(`the state machine has a placeholder \${${name}} without a value`);
    }
    return found;
  });
  return validated(
    'the interpreter does not support this state machine',
    check(machineSchema, JSON.parse(filled)),
  );
}
