import { isSection, type Template, type Value } from '../template';
import { shownValue } from '../values/shown-value';

/** What a policy attribute is in one case. */
export interface PolicyCase {
  /** A clause; `otherwise` for the last of several; null if there is only one case. */
  readonly when: string | null;
  /** Null if it cannot be read from the template. */
  readonly policy: string | null;
}

/** Values beyond which the cases of a policy are not listed. */
const MAX_CASES = 8;

/**
 * The cases of a `DeletionPolicy` or `UpdateReplacePolicy`. With the transform AWS::LanguageExtensions, they
 * take `Fn::If`, `Fn::FindInMap` and references to parameters (Template Reference, "DeletionPolicy
 * attribute").
 * @param usual the policy of a resource without the attribute
 */
export function policiesOf(value: Value | undefined, template: Template, usual: string): PolicyCase[] {
  const cases = casesOf(value ?? usual, template, usual);
  const policies = new Set(cases.map(({ policy }) => policy));
  const [only = null] = policies;
  return policies.size === 1 || cases.length > MAX_CASES
    ? [{ when: null, policy: policies.size === 1 ? only : null }]
    : cases;
}

function casesOf(value: Value, template: Template, usual: string): PolicyCase[] {
  if (typeof value === 'string') {
    return [{ when: null, policy: value }];
  }
  const [name, argument] = isSection(value) ? (Object.entries(value)[0] ?? []) : [];
  const list = Array.isArray(argument) ? (argument as readonly Value[]) : [];
  switch (name) {
    case 'Fn::If':
      return branches(list, template, usual);
    case 'Fn::FindInMap':
      return rows(list, template);
    case 'Ref':
      return argument === 'AWS::NoValue'
        ? [{ when: null, policy: usual }]
        : parameterValues(shownValue(argument), template);
    default:
      return [{ when: null, policy: null }];
  }
}

function branches([condition, yes, no]: readonly Value[], template: Template, usual: string): PolicyCase[] {
  if (typeof condition !== 'string' || yes === undefined || no === undefined) {
    return [{ when: null, policy: null }];
  }
  const within = (value: Value, when: string) =>
    casesOf(value, template, usual).map((one) => ({
      ...one,
      when: one.when === null ? when : when === 'otherwise' ? one.when : `${when} and ${one.when}`,
    }));
  return [...within(yes, condition), ...within(no, 'otherwise')];
}

/** The values of a mapping that the keys allow: a key that is computed allows each. */
function rows([mapping, first, second]: readonly Value[], { mappings }: Template): PolicyCase[] {
  const map = typeof mapping === 'string' ? mappings[mapping] : undefined;
  if (!isSection(map)) {
    return [{ when: null, policy: null }];
  }
  const keysOf = (key: Value | undefined, all: readonly string[]) => (typeof key === 'string' ? [key] : all);
  return keysOf(first, Object.keys(map)).flatMap((one) => {
    const row = map[one];
    return keysOf(second, isSection(row) ? Object.keys(row) : []).map((other): PolicyCase => {
      const policy = isSection(row) ? row[other] : undefined;
      const when = `${mapping} is read at ${one}.${other}`;
      return { when, policy: typeof policy === 'string' ? policy : null };
    });
  });
}

function parameterValues(name: string, { parameters }: Template): PolicyCase[] {
  const parameter = parameters[name];
  const { AllowedValues, Default } = isSection(parameter) ? parameter : {};
  if (Array.isArray(AllowedValues)) {
    return AllowedValues.map((one) => ({ when: `${name} is ${shownValue(one)}`, policy: shownValue(one) }));
  }
  return typeof Default === 'string'
    ? [
        { when: `${name} has its default`, policy: Default },
        { when: 'otherwise', policy: null },
      ]
    : [{ when: null, policy: null }];
}
