import type { ChangedNames } from '../changed-names';
import { isSection, type Template, type Value } from '../template';

/**
 * Values outside of a template that may differ after the deployment, because another stack, or the stack
 * itself, changes what they are read from: the reasons by name. Names are `import:` with the name of an
 * export, `output:` with stack and output, `ssm:` and `secretsmanager:` with the name of a parameter or
 * secret.
 */
export type Feeds = ReadonlyMap<string, string>;

const OUTSIDE = /^(import|output|ssm|ssm-secure|secretsmanager):/;

/** Adds to the changed names what a template reads from outside, as far as this deployment changes it. */
export function addOutsideNames(
  names: ChangedNames,
  references: Iterable<string>,
  { template, stack, feeds }: { readonly template: Template; readonly stack: string; readonly feeds: Feeds },
): void {
  if (feeds.size === 0) {
    return;
  }
  for (const reference of references) {
    const [prefix, service] = OUTSIDE.exec(reference) ?? [];
    if (prefix === undefined) {
      continue;
    }
    const name = namedText(JSON.parse(reference.slice(prefix.length)), template, stack);
    const reason = feeds.get(`${service === 'ssm-secure' ? 'ssm' : service}:${name}`);
    if (name !== null && reason !== undefined) {
      names.set(reference, { reason, isCertain: false });
    }
  }
  for (const [name, parameter] of Object.entries(template.parameters)) {
    const { Type, Default } = isSection(parameter) ? parameter : {};
    const isStored = typeof Type === 'string' && Type.startsWith('AWS::SSM::Parameter::Value<');
    const reason = isStored && typeof Default === 'string' ? feeds.get(`ssm:${Default}`) : undefined;
    if (reason !== undefined && !names.has(`value:${name}`)) {
      names.set(`value:${name}`, { reason, isCertain: false });
    }
  }
}

/**
 * The text of a name as far as the template and the name of its stack give it: parameters have their
 * defaults. Null for any other name.
 */
export function namedText(value: Value | undefined, template: Template, stack: string): string | null {
  return read(value, { template, stack, resources: [] });
}

interface Reading {
  readonly template: Template;
  readonly stack: string;
  /** The resources whose names are being read, to end where one is named after itself. */
  readonly resources: readonly string[];
}

function read(value: Value | undefined, reading: Reading): string | null {
  if (value === undefined || typeof value === 'string') {
    return value ?? null;
  }
  if (!isSection(value)) {
    return joined(value, '/', reading);
  }
  const [name, argument] = Object.entries(value)[0] ?? [];
  if (name === 'Ref' && typeof argument === 'string') {
    return referenced(argument, reading);
  }
  const [delimiter, list] = name === 'Fn::Join' && Array.isArray(argument) ? argument : [];
  return typeof delimiter === 'string' && Array.isArray(list) ? joined(list, delimiter, reading) : null;
}

function joined(list: readonly Value[], delimiter: string, reading: Reading): string | null {
  const parts = list.map((one) => read(one, reading));
  return parts.includes(null) ? null : parts.join(delimiter);
}

function referenced(name: string, reading: Reading): string | null {
  const { template, stack, resources } = reading;
  if (name === 'AWS::StackName') {
    return stack;
  }
  const parameter = template.parameters[name];
  if (parameter !== undefined) {
    return isSection(parameter) && typeof parameter.Default === 'string' ? parameter.Default : null;
  }
  const resource = template.resources[name];
  if (resource === undefined || resources.includes(name)) {
    return null;
  }
  const own = read(resource.Properties.Name, { ...reading, resources: [...resources, name] });
  return own ?? `@${stack}/${name}`;
}
