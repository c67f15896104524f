import { isSection, type Section, type Value } from '../template';

/**
 * The values at a path of properties, such as `Targets.Arn`, through lists and both branches of `Fn::If`.
 * Where a function stands in place of an object or a list, it is the value.
 */
export function propertyValues(properties: Section, path: string): Value[] {
  return path
    .split('.')
    .reduce<Value[]>((values, key) => values.flatMap((value) => step(value, key)), [properties]);
}

/** The members of a list, through `Fn::If`; a value that is not a list is its only member. */
export function membersOf(value: Value | undefined): Value[] {
  if (value === undefined || isNoValue(value)) {
    return [];
  }
  if (Array.isArray(value)) {
    return value.flatMap(membersOf);
  }
  const branches = isSection(value) ? value['Fn::If'] : undefined;
  return Array.isArray(branches) ? branches.slice(1).flatMap(membersOf) : [value];
}

/** The texts at a path, in lower case; an empty one for a value that cannot be read. */
export function wordsAt(properties: Section, path: string): string[] {
  return propertyValues(properties, path).map((value) =>
    typeof value === 'string' ? value.toLowerCase() : '',
  );
}

/** Whether a value is a function with one argument, such as `Ref` or `Fn::Sub`. */
export function isFunction(value: Value): value is Section {
  const [key = '', ...others] = isSection(value) ? Object.keys(value) : [];
  return others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'));
}

/** The arguments of a function: one, or those in its list. */
export function argumentList(argument: Value | undefined): readonly Value[] {
  return Array.isArray(argument) ? argument : [argument ?? ''];
}

/** A value as a name; any other than a text is a mistake of the template, and names nothing. */
export function nameIn(value: Value | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

/** Whether a value is `!Ref AWS::NoValue`, which removes its property. */
export function isNoValue(value: Value): boolean {
  return isSection(value) && value.Ref === 'AWS::NoValue';
}

function step(value: Value, key: string): Value[] {
  return membersOf(value).flatMap((one) => {
    if (!isSection(one) || isFunction(one)) {
      return isSection(one) ? [one] : [];
    }
    return membersOf(one[key]);
  });
}
