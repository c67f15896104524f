/** What `$states` has, beside `input` and `context`, in the field of an expression. */
export interface Available {
  /** `$states.result`: in Output and Assign of Task, Map and Parallel. */
  readonly result: boolean;
  /** `$states.errorOutput`: in a Catch. */
  readonly errorOutput: boolean;
  /** `$states.context.Map`: in the ItemSelector of a Map and in its states. */
  readonly item: boolean;
  /** `$states.context.State.RetryCount`: in states that can be retried. */
  readonly retries: boolean;
}

/** The context object (Step Functions developer guide): fields by the field that contains them. */
const CONTEXT: Readonly<Record<string, readonly string[]>> = {
  Execution: ['Id', 'Input', 'Name', 'RoleArn', 'StartTime', 'RedriveCount', 'RedriveTime'],
  State: ['EnteredTime', 'Name', 'RetryCount'],
  StateMachine: ['Id', 'Name'],
  Map: ['Item'],
};

/**
 * Why `$states` cannot be read in this way; null if it can.
 * @param path the fields that are read, such as `context`, `Execution`, `Id`
 */
export function statesProblem(path: readonly string[], available: Available): string | null {
  const [field, part, name] = path;
  switch (field) {
    case undefined:
      return 'uses $states as a whole; use one of its fields';
    case 'input':
      return null;
    case 'result':
    case 'errorOutput':
      return available[field] ? null : `uses $states.${field}, which this field does not have`;
    case 'context':
      return contextProblem(path, part, name, available);
    default:
      return `uses $states.${field}, which does not exist`;
  }
}

function contextProblem(
  path: readonly string[],
  part: string | undefined,
  name: string | undefined,
  available: Available,
): string | null {
  const text = `$states.${path.join('.')}`;
  if (part === undefined) {
    return null;
  }
  if (!Object.hasOwn(CONTEXT, part) || (name !== undefined && !CONTEXT[part]?.includes(name))) {
    return `uses ${text}, which the context object does not have`;
  }
  if (part === 'Map' && !available.item) {
    return `uses ${text} outside of a Map`;
  }
  if (part === 'State' && name === 'RetryCount' && !available.retries) {
    return `uses ${text} in a state that is never retried`;
  }
  const [item] = path.slice(3);
  return part === 'Map' && item !== undefined && item !== 'Index' && item !== 'Value'
    ? `uses ${text}, which the context object does not have`
    : null;
}
