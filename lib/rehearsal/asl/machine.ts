import type * as v from 'valibot';
import { check, type Problem } from '../../../lambdas/core/validation/problems';
import { ValidationError } from '../../../lambdas/core/validation/validated';
import { fillAndParse, REFUSED } from './load/definition';
import { errorNameProblems } from './load/error-names';
import { fieldProblems } from './load/field-expressions';
import { type Integrations, partitionProblems, resourceProblem } from './load/resources';
import { machineSchema, stateSchema } from './load/schema';
import { timestampProblem } from './load/timestamp';
import { nameProblems, transitionProblems } from './load/transitions';
import { assignedNames } from './load/variables';
import { throughJson } from './through-json';

type RawState = v.InferOutput<typeof stateSchema>;
type Raw<Type extends RawState['Type']> = Extract<RawState, { Type: Type }>;

/** The states of a machine, or of one inside of a Map or a Parallel. */
export interface States {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export type TaskState = Raw<'Task'>;
export type ChoiceState = Raw<'Choice'>;
export type ParallelState = Omit<Raw<'Parallel'>, 'Branches'> & { readonly Branches: readonly States[] };
export type MapState = Omit<Raw<'Map'>, 'ItemProcessor'> & { readonly ItemProcessor: States };
/** Any state of a machine. */
export type State =
  | TaskState
  | ChoiceState
  | Raw<'Wait'>
  | Raw<'Pass'>
  | Raw<'Succeed'>
  | Raw<'Fail'>
  | ParallelState
  | MapState;
/** A state with Retry and Catch. */
export type RetryableState = TaskState | ParallelState | MapState;
/** One retry rule. */
export type Retrier = TaskState['Retry'][number];
/** One Catch. */
export type Catcher = TaskState['Catch'][number];

/** A state machine as the interpreter runs it. All of it is frozen. */
export interface AslMachine extends States {
  readonly Comment?: string;
  /** Seconds that an execution may take. @default a year, the longest that Step Functions allows */
  readonly TimeoutSeconds?: number;
}

/** How a machine is read. */
export interface LoadOptions {
  /** Which service integrations its Tasks may use. @default those that a rehearsal does */
  readonly integrations?: Integrations;
}

/**
 * Reads a state machine and fills in its `${…}` placeholders, as CDK does. What Step Functions refuses, and
 * what the interpreter does not do exactly as Step Functions does it, is refused here: a machine that loads
 * never fails later for want of support.
 * @throws Error for a placeholder without a value
 * @throws ValidationError that names the state and the field of everything that is not supported
 */
export function loadMachine(
  definition: string,
  substitutions: Readonly<Record<string, string>>,
  { integrations = 'rehearsed' }: LoadOptions = {},
): AslMachine {
  const loader = new Loader(integrations);
  const machine = loader.machine(fillAndParse(definition, substitutions));
  if (loader.problems.length > 0) {
    throw new ValidationError(REFUSED, loader.problems);
  }
  return throughJson(machine);
}

/** The states that surround those that are being read. */
interface Surroundings {
  /** Whether they are inside of a Map. */
  readonly item: boolean;
  /** Variables that outer states assign. */
  readonly outer: ReadonlySet<string>;
}

/** Reads a machine and collects every problem. */
class Loader {
  readonly problems: Problem[] = [];
  private readonly names = new Map<string, string>();
  private readonly resources: { readonly path: string; readonly arn: string }[] = [];
  private isJsonata = false;

  constructor(private readonly integrations: Integrations) {}

  machine(value: unknown): AslMachine {
    const checked = this.checked(machineSchema, value, '');
    if (checked === null) {
      // Its fields cannot be relied on.
      return { StartAt: '', States: {} };
    }
    this.isJsonata = checked.QueryLanguage === 'JSONata';
    const states = this.states(checked, '', { item: false, outer: new Set() });
    this.problems.push(...partitionProblems(this.resources));
    const { Comment, TimeoutSeconds } = checked;
    return {
      ...states,
      ...(Comment === undefined ? {} : { Comment }),
      ...(TimeoutSeconds === undefined ? {} : { TimeoutSeconds }),
    };
  }

  private states(
    value: { readonly StartAt: string; readonly States: Readonly<Record<string, unknown>> },
    at: string,
    surroundings: Surroundings,
  ): States {
    const read: [string, RawState, string][] = [];
    for (const [name, state] of Object.entries(value.States)) {
      const path = `${at}States.${name}`;
      this.problems.push(...nameProblems(name, path, this.names));
      const checked = this.checked(stateSchema, state, path);
      if (checked !== null) {
        read.push([name, checked, path]);
      }
    }
    if (read.length === Object.keys(value.States).length) {
      const flat = Object.fromEntries(read.map(([name, state]) => [name, state]));
      this.problems.push(...transitionProblems(value.StartAt, flat, at));
    }
    for (const name of assignedNames(read.map(([, state]) => state))) {
      if (surroundings.outer.has(name)) {
        this.add(`${at}States`, `assign $${name}, which a state outside assigns; use another name`);
      }
    }
    // A Map or a Parallel assigns after its inner states have ended, so that its own names do not count.
    const outside = (container: RawState) => {
      const others = read.map(([, state]) => state).filter((state) => state !== container);
      return new Set([...surroundings.outer, ...assignedNames(others)]);
    };
    return {
      StartAt: value.StartAt,
      States: Object.fromEntries(
        read.map(([name, state, path]) => {
          const within = { ...surroundings, outer: outside(state) };
          return [name, this.state(state, path, within)] as const;
        }),
      ),
    };
  }

  private state(state: RawState, path: string, surroundings: Surroundings): State {
    if (!this.isJsonata && state.QueryLanguage === undefined) {
      this.add(`${path}.QueryLanguage`, 'is JSONPath, the default; must be JSONata');
    }
    this.problems.push(...fieldProblems(state, path, surroundings.item), ...errorNameProblems(state, path));
    switch (state.Type) {
      case 'Task':
        this.resources.push({ path: `${path}.Resource`, arn: state.Resource });
        this.add(`${path}.Resource`, resourceProblem(state.Resource, this.integrations));
        return state;
      case 'Wait':
        this.add(`${path}.Timestamp`, timestampProblem(state.Timestamp));
        return state;
      case 'Parallel':
        return {
          ...state,
          Branches: state.Branches.map((branch, i) =>
            this.states(branch, `${path}.Branches[${i}].`, surroundings),
          ),
        };
      case 'Map':
        return {
          ...state,
          ItemProcessor: this.states(state.ItemProcessor, `${path}.ItemProcessor.`, {
            ...surroundings,
            item: true,
          }),
        };
      default:
        return state;
    }
  }

  private checked<Schema extends v.GenericSchema>(
    schema: Schema,
    value: unknown,
    at: string,
  ): v.InferOutput<Schema> | null {
    const checked = check(schema, value);
    if (checked.ok) {
      return checked.value;
    }
    for (const { path, message } of checked.problems) {
      this.add([at, path].filter((part) => part !== '').join('.'), message);
    }
    return null;
  }

  private add(path: string, message: string | null): void {
    if (message !== null) {
      this.problems.push({ path, message });
    }
  }
}
