import type { Value } from '../template';
import { isAdded, type TemplatePoint } from './compared';
import { isCustomType } from './custom-types';
import { isAddedName } from './names';
import { argumentList, isNoValue, nameIn } from './paths';
import { givenValue, importedValue, nestedOutput, partsOfSub, referenceOf } from './value-text';

/** What a value names: a resource that the deployment adds, one that exists, or nothing. */
export interface Target {
  readonly origin: 'new' | 'existing' | 'none';
  /** For people, such as `Listener` or `parameter ListenerArn`. */
  readonly name: string;
}

const NONE: Target = { origin: 'none', name: '' };

/**
 * Whether a value names something that exists. It is new if it refers to a resource that the deployment adds,
 * or is the explicit name of one. In a joined value, such as `service/${Cluster}/${Service.Name}`, the last
 * part names the target.
 * @param type the type of the resource that has the value
 */
export function originOf(value: Value | undefined, place: TemplatePoint, type: string): Target {
  if (value === undefined || value === '' || isNoValue(value)) {
    return NONE;
  }
  if (isAddedName(value, place, type)) {
    return { origin: 'new', name: typeof value === 'string' ? value : '' };
  }
  if (typeof value === 'string') {
    return existing(shortened(value));
  }
  if (Array.isArray(value)) {
    return worst(value.map((one) => originOf(one, place, type)));
  }
  const [key = '', argument = ''] = Object.entries(value as object)[0] ?? [];
  switch (key) {
    case 'Ref':
      return ofReference(nameIn(argument), place, type);
    case 'Fn::GetAtt':
      return ofAttribute(argument, place, type);
    case 'Fn::Sub':
      return ofParts(subValues(argument), place, type);
    case 'Fn::Join':
      return ofParts([argumentList(argument)[1] ?? []].flat(), place, type);
    case 'Fn::ImportValue': {
      const found = importedValue(argument, place);
      return found === null ? existing(importLabel(argument)) : originOf(found.value, found.place, type);
    }
    case 'Fn::If':
      return worst(
        argumentList(argument)
          .slice(1)
          .map((one) => originOf(one, place, type)),
      );
    case 'Fn::Select':
      return originOf(selected(argument), place, type);
    case 'Fn::Split':
      return originOf(argumentList(argument)[1], place, type);
    case 'Fn::FindInMap':
      return existing(`a value of mapping ${nameIn(argumentList(argument)[0])}`);
    case 'Fn::GetAZs':
      return NONE;
    default:
      return worst(Object.values(value as object).map((one) => originOf(one, place, type)));
  }
}

function ofReference(name: string, place: TemplatePoint, type: string): Target {
  const { stack } = place;
  if (name.startsWith('AWS::')) {
    return NONE;
  }
  if (name in stack.fresh.resources) {
    return isAdded(name, stack) ? { origin: 'new', name } : existing(name);
  }
  const given = givenValue(name, place);
  const isPassed = given !== undefined && given.place.stack !== stack;
  const target = given === undefined ? existing('') : originOf(given.value, given.place, type);
  const label = name in stack.fresh.parameters ? `parameter ${name}` : name;
  return target.origin === 'existing' && !isPassed ? existing(label) : target;
}

function ofAttribute(argument: Value, place: TemplatePoint, type: string): Target {
  const [id = '', attribute = ''] = argumentList(argument).map(nameIn);
  const output = nestedOutput(id, attribute, place);
  if (output !== null) {
    return originOf(output.value, output.place, type);
  }
  // Its function may return the name of anything.
  const returned = isCustomType(place.stack.fresh.resources[id]?.Type ?? '');
  return returned ? existing(`what ${id} returns`) : ofReference(id, place, type);
}

/** The last part that names something. A text does if it is the name of a new one, and last. */
function ofParts(parts: readonly Value[], place: TemplatePoint, type: string): Target {
  const last = parts.at(-1);
  if (typeof last === 'string' && isAddedName(last, place, type)) {
    return { origin: 'new', name: last };
  }
  const targets = parts.filter((part) => typeof part !== 'string').map((part) => originOf(part, place, type));
  const text = parts.filter((part) => typeof part === 'string').join('');
  const named = targets.findLast(({ origin }) => origin !== 'none');
  return named ?? (text === '' ? NONE : existing(shortened(text)));
}

function subValues(argument: Value): Value[] {
  return partsOfSub(argument).map((part) =>
    typeof part === 'string' ? part : (part.own ?? referenceOf(part.name)),
  );
}

function selected(argument: Value): Value {
  const [index, list] = argumentList(argument);
  const one = Array.isArray(list) ? list[Number(index)] : undefined;
  return one ?? list ?? '';
}

function worst(targets: readonly Target[]): Target {
  return (
    targets.find(({ origin }) => origin === 'existing') ??
    targets.find(({ origin }) => origin === 'new') ??
    NONE
  );
}

function existing(name: string): Target {
  return { origin: 'existing', name };
}

function importLabel(name: Value): string {
  return typeof name === 'string' ? `the import ${name}` : 'an import';
}

function shortened(text: string): string {
  return text.length <= 60 ? text : `…${text.slice(-58)}`;
}
