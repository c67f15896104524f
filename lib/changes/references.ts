import { isSection, type Value } from './template';

/**
 * What a value of a template depends on: `value:Listener` for a parameter or a resource, `attribute:Nested.Outputs.Url` for what an
 * attribute gives, `mapping:Regions`, `condition:IsProd`. An attribute names its resource too.
 */
export function referencesOf(value: Value | undefined): ReadonlySet<string> {
  const found = new Set<string>();
  collect(value, found);
  return found;
}

/** The same of a condition, which names others in a way of its own. */
export function conditionReferencesOf(value: Value | undefined): ReadonlySet<string> {
  const found = new Set<string>();
  collect(value, found, true);
  return found;
}

/** Stands for every mapping where the name of the one is computed. */
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

/** `${Name}` and `${Name.Attribute}`, but for `${!Literal}` and the names that the call itself brings. */
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
