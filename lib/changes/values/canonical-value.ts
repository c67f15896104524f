import { isSection, type Value } from '../template';

const known = new WeakMap<object, Value>();

/**
 * A value with one spelling for what CloudFormation reads as the same: `!Sub ${X}`, `!Join ['', [!Ref X]]`
 * and `!Ref X`; `!Sub ${A.B}` and `!GetAtt A.B`; constant parts of a text that are joined.
 */
export function canonicalValue(value: Value): Value {
  if (typeof value === 'string') {
    return value;
  }
  const found = known.get(value);
  if (found !== undefined) {
    return found;
  }
  const made = spelled(value);
  known.set(value, made);
  return made;
}

function spelled(value: Exclude<Value, string>): Value {
  if (!isSection(value)) {
    return value.map(canonicalValue);
  }
  const entries = Object.entries(value);
  const [first] = entries;
  if (first !== undefined && entries.length === 1) {
    const parts = partsOf(first[0], first[1]);
    if (parts !== null) {
      return joined(parts);
    }
    if (first[0] === 'Fn::GetAZs' && first[1] === '') {
      // An empty text means the Region of the stack ("Fn::GetAZs", Template Reference).
      return { 'Fn::GetAZs': { Ref: 'AWS::Region' } };
    }
  }
  return Object.fromEntries(entries.map(([key, one]) => [key, canonicalValue(one)]));
}

/** The parts of a text that a function joins; null for a function that joins no constant list. */
function partsOf(name: string, argument: Value): readonly Value[] | null {
  const [first, second] = isList(argument) ? argument : [argument];
  if (name === 'Fn::Sub' && typeof first === 'string') {
    return substituted(first, second);
  }
  const isConstantList = name === 'Fn::Join' && typeof first === 'string' && isList(second);
  // CloudFormation leaves out an element that is AWS::NoValue, together with its delimiter.
  return isConstantList && !hasNoValue(second)
    ? second.flatMap((one, i) => (i === 0 ? [one] : [first, one])).map(canonicalValue)
    : null;
}

const VARIABLE = /\$\{([^}]*)\}/g;

function substituted(text: string, variables: Value | undefined): readonly Value[] {
  const own = isSection(variables) ? variables : {};
  const parts: Value[] = [];
  let end = 0;
  for (const match of text.matchAll(VARIABLE)) {
    const [whole, inside = ''] = match;
    parts.push(text.slice(end, match.index), variable(whole, inside.trim(), own));
    end = match.index + whole.length;
  }
  return [...parts, text.slice(end)];
}

function variable(whole: string, name: string, own: Readonly<Record<string, Value>>): Value {
  if (name === '') {
    return whole;
  }
  if (name.startsWith('!')) {
    return `\${${name.slice(1)}}`;
  }
  const given = Object.hasOwn(own, name) ? own[name] : undefined;
  if (given !== undefined) {
    return canonicalValue(given);
  }
  const dot = name.indexOf('.');
  return dot === -1 ? { Ref: name } : { 'Fn::GetAtt': [name.slice(0, dot), name.slice(dot + 1)] };
}

/** Parts as one text, one reference, or the join of several without a delimiter. */
function joined(parts: readonly Value[]): Value {
  const merged: Value[] = [];
  for (const part of parts.flatMap(flattened)) {
    const last = merged.at(-1);
    if (typeof part === 'string' && typeof last === 'string') {
      merged[merged.length - 1] = last + part;
    } else if (part !== '') {
      merged.push(part);
    }
  }
  const [only = ''] = merged;
  return merged.length <= 1 ? only : { 'Fn::Join': ['', merged] };
}

/** The parts of a canonical join without a delimiter. */
function flattened(part: Value): readonly Value[] {
  const inner = isSection(part) ? part['Fn::Join'] : undefined;
  return isList(inner) && inner[0] === '' && isList(inner[1]) && !hasNoValue(inner[1]) ? inner[1] : [part];
}

function hasNoValue(value: Value): boolean {
  if (typeof value === 'string') {
    return false;
  }
  return isSection(value)
    ? value.Ref === 'AWS::NoValue' || Object.values(value).some(hasNoValue)
    : value.some(hasNoValue);
}

function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}
