import { isSection, type Value } from './template';

/**
 * The names that a value of a template refers to: `value:Listener` for a parameter or a resource,
 * `attribute:Nested.Outputs.Url` for an attribute, `mapping:Regions`, `condition:IsProd`. A reference to an
 * attribute also refers to its resource.
 */
export function referencesOf(value: Value | undefined): ReadonlySet<string> {
  const found = new Set<string>();
  collect(value, found);
  return found;
}

/** The names that a condition refers to. Conditions refer to each other by `Condition`. */
export function conditionReferencesOf(value: Value | undefined): ReadonlySet<string> {
  const found = new Set<string>();
  collect(value, found, true);
  return found;
}

/** Refers to every mapping, if the name of the mapping is computed. */
export const ANY_MAPPING = 'mapping:*';

function collect(value: Value | undefined, found: Set<string>, inCondition = false): void {
  if (value === undefined || typeof value === 'string') {
    return;
  }
  if (Array.isArray(value)) {
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
  const [first, second] = Array.isArray(value) ? value : [value];
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
      found.add(typeof first === 'string' ? `mapping:${first}` : ANY_MAPPING);
      break;
    case 'Fn::Sub':
      substitutions(first, second, found);
      break;
    case 'Condition':
      if (inCondition && typeof value === 'string') {
        found.add(`condition:${value}`);
      }
      break;
  }
}

/**
 * `${Name}` and `${Name.Attribute}`, except `${!Literal}` and the variables that the function defines itself.
 */
function substitutions(text: Value | undefined, own: Value | undefined, found: Set<string>): void {
  if (typeof text !== 'string') {
    return;
  }
  for (const [, name = ''] of text.matchAll(/\$\{\s*([^!}][^}]*?)\s*\}/g)) {
    if (isSection(own) && name in own) {
      continue;
    }
    const [resource = ''] = name.split('.', 1);
    found.add(`value:${resource}`);
    if (resource !== name) {
      found.add(`attribute:${name}`);
    }
  }
}
