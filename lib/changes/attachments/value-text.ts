import { isSection, type Value } from '../template';
import { type ComparedStacks, nestedIn, parentOf, pointAfter, type TemplatePoint } from './compared';
import { argumentList, nameIn } from './paths';

/**
 * A value as text, with parameters, mappings, imports and outputs of nested stacks followed. What is known
 * only in AWS is a name in angle brackets without dots: `<Api:Listener>`. So two values with the same text
 * name the same thing.
 */
export function valueText(value: Value | undefined, place: TemplatePoint): string {
  if (value === undefined) {
    return '';
  }
  if (typeof value === 'string') {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((one) => valueText(one, place)).join(',');
  }
  const [key = '', argument = ''] = Object.entries(value as object)[0] ?? [];
  switch (key) {
    case 'Ref':
      return refText(nameIn(argument), place);
    case 'Fn::GetAtt':
      return attributeText(argument, place);
    case 'Fn::Sub':
      return substituted(argument, place);
    case 'Fn::Join': {
      const [delimiter = '', list = []] = argumentList(argument);
      const parts = Array.isArray(list) ? list.map((one) => valueText(one, place)) : [valueText(list, place)];
      return parts.join(valueText(delimiter, place));
    }
    case 'Fn::ImportValue': {
      const found = importedValue(argument, place);
      return found === null ? `<export:${valueText(argument, place)}>` : valueText(found.value, found.place);
    }
    case 'Fn::FindInMap':
      return mapped(argument, place) ?? unknownText(value);
    default:
      return unknownText(value);
  }
}

/** Whether a text has parts that are known only in AWS. */
export function isKnown(text: string): boolean {
  return !text.includes('<');
}

/** A value of another place, to which a reference leads. */
export interface FollowedValue {
  readonly value: Value;
  readonly place: TemplatePoint;
}

/** The value that `Fn::ImportValue` imports; null if none of the compared stacks exports it. */
export function importedValue(name: Value, place: TemplatePoint): FollowedValue | null {
  const found = exportsOf(place.world).get(valueText(name, place));
  const next = found === undefined ? null : pointAfter(place, found.place);
  return found === undefined || next === null ? null : { value: found.value, place: next };
}

/** The value of an output of a nested stack, such as `Outputs.Url`; null if it is not known. */
export function nestedOutput(id: string, attribute: string, place: TemplatePoint): FollowedValue | null {
  const [, name] = attribute.match(/^Outputs\.(.+)$/) ?? [];
  const nested = name === undefined ? null : nestedIn(place, id);
  const output = name === undefined ? undefined : nested?.stack.fresh.outputs[name];
  const next = nested === null ? null : pointAfter(place, nested);
  return next === null || output === undefined || !isSection(output) || output.Value === undefined
    ? null
    : { value: output.Value, place: next };
}

/** The value of a parameter that a parent, the deployment or its default gives; undefined if not known. */
export function givenValue(name: string, place: TemplatePoint): FollowedValue | undefined {
  const parent = parentOf(place);
  const passed = parent?.place.stack.fresh.resources[parent.logicalId]?.Properties.Parameters;
  if (parent !== null && passed !== undefined && isSection(passed) && passed[name] !== undefined) {
    const next = pointAfter(place, parent.place);
    return next === null ? undefined : { value: passed[name], place: next };
  }
  const declared = place.stack.fresh.parameters[name];
  const byDefault = isSection(declared) ? declared.Default : undefined;
  const isPath = isSection(declared) && /^AWS::SSM/.test(nameIn(declared.Type));
  const value = place.stack.parameters?.[name] ?? (isPath ? undefined : byDefault);
  return value === undefined ? undefined : { value, place };
}

/** A name in `Fn::Sub`, and its value if the function gives it. */
export interface SubName {
  readonly name: string;
  readonly own: Value | undefined;
}

/** The parts of `Fn::Sub`: texts and names. */
export function partsOfSub(argument: Value): (string | SubName)[] {
  const [text, own] = Array.isArray(argument) ? argument : [argument];
  if (typeof text !== 'string') {
    return [];
  }
  return text
    .split(/(\$\{[^}]*\})/)
    .filter((part) => part !== '')
    .map((part): string | SubName => {
      const [, bang, name = ''] = part.match(/^\$\{(!?)\s*([^}]*?)\s*\}$/) ?? [];
      if (bang === undefined) {
        return part;
      }
      return bang === '!' ? `\${${name}}` : { name, own: isSection(own) ? own[name] : undefined };
    });
}

/** `${Name}` or `${Name.Attribute}` of `Fn::Sub` as the function that it stands for. */
export function referenceOf(name: string): Value {
  const dot = name.indexOf('.');
  return dot === -1 ? { Ref: name } : { 'Fn::GetAtt': [name.slice(0, dot), name.slice(dot + 1)] };
}

function refText(name: string, place: TemplatePoint): string {
  if (!(name in place.stack.fresh.resources) && !name.startsWith('AWS::')) {
    const given = givenValue(name, place);
    return given === undefined ? `<${inPlace(name, place)}>` : valueText(given.value, given.place);
  }
  return name.startsWith('AWS::') ? `<${name}>` : `<${inPlace(name, place)}>`;
}

function attributeText(argument: Value, place: TemplatePoint): string {
  const [id = '', attribute = ''] = argumentList(argument).map(nameIn);
  const output = nestedOutput(id, attribute, place);
  if (output !== null) {
    return valueText(output.value, output.place);
  }
  return `<${inPlace(`${id}:${attribute.replaceAll('.', '_')}`, place)}>`;
}

function substituted(argument: Value, place: TemplatePoint): string {
  return partsOfSub(argument)
    .map((part) => {
      if (typeof part === 'string') {
        return part;
      }
      return valueText(part.own ?? referenceOf(part.name), place);
    })
    .join('');
}

function mapped(argument: Value, place: TemplatePoint): string | null {
  const path = Array.isArray(argument) ? argument.map((one) => valueText(one, place)) : [];
  let found: Value | undefined = place.stack.fresh.mappings;
  for (const key of path.slice(0, 3)) {
    found = found !== undefined && isSection(found) ? found[key] : undefined;
  }
  return typeof found === 'string' ? found : null;
}

function unknownText(value: Value): string {
  return `<${JSON.stringify(value).replaceAll('.', '_').replaceAll('<', '').replaceAll('>', '')}>`;
}

/** The text of a reference to a resource, without its end: `<Api:Listener`. */
export function textOfResource(logicalId: string, place: TemplatePoint): string {
  return `<${inPlace(logicalId, place)}`;
}

function inPlace(name: string, { stack }: TemplatePoint): string {
  return `${stack.stack.replaceAll('.', '_')}:${name}`;
}

const exportsByWorld = new WeakMap<ComparedStacks, ReadonlyMap<string, FollowedValue>>();

function exportsOf(world: ComparedStacks): ReadonlyMap<string, FollowedValue> {
  const known = exportsByWorld.get(world);
  if (known !== undefined) {
    return known;
  }
  const exports = new Map<string, FollowedValue>();
  // While the names are read, no import can be followed.
  exportsByWorld.set(world, exports);
  for (const stack of world.values()) {
    const place = { stack, world };
    for (const output of Object.values(stack.fresh.outputs)) {
      if (isSection(output) && output.Value !== undefined && isSection(output.Export)) {
        exports.set(valueText(output.Export.Name, place), { value: output.Value, place });
      }
    }
  }
  return exports;
}
