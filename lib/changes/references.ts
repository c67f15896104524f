import { dynamicReferences } from './outside/dynamic-references';
import { valueKey } from './same';
import { isSection, type Value } from './template';
import { canonicalValue } from './values/canonical-value';
import { shownValue } from './values/shown-value';

const known = new WeakMap<object, ReadonlySet<string>>();
const NONE: ReadonlySet<string> = new Set();

/**
 * The names that a value of a template refers to: `value:Listener` for a parameter or a resource,
 * `attribute:Nested.Outputs.Url` for an attribute, `mapping:Regions`, `condition:IsProd`. A reference to an
 * attribute also refers to its resource. What is outside of the template is `import:`, `output:`, `ssm:` or
 * `secretsmanager:` with the JSON of its name.
 */
export function referencesOf(value: Value | undefined): ReadonlySet<string> {
  if (value === undefined) {
    return NONE;
  }
  if (typeof value === 'string') {
    return value.includes('{{resolve:') ? collected(value) : NONE;
  }
  const found = known.get(value);
  if (found !== undefined) {
    return found;
  }
  const made = collected(value);
  known.set(value, made);
  return made;
}

function collected(value: Value): ReadonlySet<string> {
  const found = new Set<string>();
  collect(canonicalValue(value), found, false);
  return found;
}

/** The names that a condition refers to. Conditions refer to each other by `Condition`. */
export function conditionReferencesOf(value: Value | undefined): ReadonlySet<string> {
  const found = new Set<string>();
  if (value !== undefined) {
    collect(canonicalValue(value), found, true);
  }
  return found;
}

/** Refers to every mapping, if the name of the mapping is computed. */
export const ANY_MAPPING = 'mapping:*';

function collect(value: Value, found: Set<string>, inCondition: boolean): void {
  for (const reference of dynamicReferences(value)) {
    found.add(`${reference.service}:${valueKey(reference.name)}`);
  }
  if (typeof value === 'string') {
    return;
  }
  if (!isSection(value)) {
    for (const one of value) {
      collect(one, found, inCondition);
    }
    return;
  }
  for (const [key, one] of Object.entries(value)) {
    note(key, one, found, inCondition);
    collect(one, found, inCondition);
  }
}

function note(key: string, value: Value, found: Set<string>, inCondition: boolean): void {
  const [first, second] = (Array.isArray(value) ? value : [value]).map(shownValue);
  switch (key) {
    case 'Ref':
      found.add(`value:${first}`);
      break;
    case 'Fn::GetAtt':
      found.add(`value:${first}`).add(`attribute:${first}.${second}`);
      break;
    case 'Fn::If':
      found.add(`condition:${first}`);
      break;
    case 'Fn::FindInMap':
      found.add(isNamed(value) ? `mapping:${first}` : ANY_MAPPING);
      break;
    case 'Fn::ImportValue':
      found.add(`import:${valueKey(value)}`);
      break;
    case 'Fn::GetStackOutput':
      if (isSection(value)) {
        found.add(`output:${valueKey([value.StackName ?? '', value.OutputName ?? ''])}`);
      }
      break;
    case 'Condition':
      if (inCondition && typeof value === 'string') {
        found.add(`condition:${value}`);
      }
      break;
  }
}

/** Whether the first argument of a function is a constant. */
function isNamed(value: Value): boolean {
  return Array.isArray(value) && typeof value[0] === 'string';
}
