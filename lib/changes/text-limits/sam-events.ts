import { referencesOf } from '../references';
import { isSection, type Template, type Value } from '../template';

/** An event of a function or a state machine of AWS SAM. */
export interface SamEvent {
  /** The logical id of the function or state machine. */
  readonly owner: string;
  readonly name: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, Value>>;
}

const OWNERS = /^AWS::Serverless::(?:Function|StateMachine)$/;

/** Every event of a template. */
export function samEvents({ resources }: Template): SamEvent[] {
  return Object.entries(resources).flatMap(([owner, { Type, Properties }]) => {
    const events = OWNERS.test(Type) && isSection(Properties.Events) ? Properties.Events : {};
    return Object.entries(events).flatMap(([name, event]) => {
      const { Type: type, Properties: given } = isSection(event) ? event : {};
      return typeof type === 'string'
        ? [{ owner, name, type, properties: isSection(given) ? given : {} }]
        : [];
    });
  });
}

/** The logical ids that a value refers to. */
export function idsIn(value: Value | undefined): string[] {
  return [...referencesOf(value)].flatMap((one) => (one.startsWith('value:') ? [one.slice(6)] : []));
}
