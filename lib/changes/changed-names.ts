import { ANY_MAPPING, conditionReferencesOf, referencesOf } from './references';
import { same } from './same';
import { isSection, type Section, type Template, type Value } from './template';

/** A name whose value may differ. */
export interface ChangedName {
  /** A clause: `parameter Size has another default`. */
  readonly reason: string;
  /** Whether the value certainly differs. */
  readonly isCertain: boolean;
}

/** Names that a template refers to and whose values may differ. The keys are those of `referencesOf`. */
export type ChangedNames = Map<string, ChangedName>;

/**
 * The parameters, mappings and conditions whose values may differ, and the names that stand for something
 * else than before. A new name cannot affect existing resources.
 */
export function changedNames(old: Template, fresh: Template, given: ReadonlySet<string>): ChangedNames {
  const names: ChangedNames = new Map();
  const add = (key: string, reason: string, isCertain = false) => names.set(key, { reason, isCertain });
  for (const name of common(old.parameters, fresh.parameters)) {
    if (given.has(name)) {
      add(`value:${name}`, `parameter ${name} gets another value`);
    } else if (!same(fieldOf(old, name, 'Type'), fieldOf(fresh, name, 'Type'))) {
      add(`value:${name}`, `parameter ${name} has another type`);
    } else if (!same(fieldOf(old, name, 'Default'), fieldOf(fresh, name, 'Default'))) {
      add(`value:${name}`, `parameter ${name} has another default`);
    }
  }
  // CloudFormation rejects a template that has both.
  for (const name of common(old.parameters, fresh.resources).filter((one) => !(one in old.resources))) {
    add(`value:${name}`, `${name} was a parameter and is a new resource`, true);
  }
  for (const name of common(old.resources, fresh.parameters).filter((one) => !(one in old.parameters))) {
    add(`value:${name}`, `${name} was a resource and is a parameter`);
  }
  for (const name of common(old.mappings, fresh.mappings)) {
    if (!same(old.mappings[name], fresh.mappings[name])) {
      add(`mapping:${name}`, `mapping ${name} is changed`);
      add(ANY_MAPPING, `mapping ${name} is changed`);
    }
  }
  addConditions(old.conditions, fresh.conditions, names);
  return names;
}

/** The changed names among some references, with the clauses once each. */
export function changedAmong(references: ReadonlySet<string>, names: ChangedNames): ChangedName[] {
  const found = new Map<string, ChangedName>();
  for (const reference of references) {
    const changed = names.get(reference);
    if (changed !== undefined) {
      found.set(changed.reason, changed);
    }
  }
  return [...found.values()];
}

/** Whether a value is different, or refers to something that may differ. */
export function mayDiffer(
  old: Value | undefined,
  fresh: Value | undefined,
  names: ChangedNames,
  replaced: ReadonlyMap<string, unknown>,
): boolean {
  const references = referencesOf(fresh);
  return (
    !same(old, fresh) ||
    [...references].some((reference) => replaced.has(reference.replace(/^value:/, ''))) ||
    changedAmong(references, names).length > 0
  );
}

/** A condition changes with its own text, and with what it refers to: other conditions too. */
function addConditions(old: Section, fresh: Section, names: ChangedNames): void {
  const users = new Map<string, string[]>();
  const queue: string[] = [];
  const mark = (name: string, changed: ChangedName) => {
    if (!names.has(`condition:${name}`)) {
      names.set(`condition:${name}`, changed);
      queue.push(name);
    }
  };
  for (const name of common(old, fresh)) {
    const references = conditionReferencesOf(fresh[name]);
    for (const reference of references) {
      users.set(reference, [...(users.get(reference) ?? []), name]);
    }
    const [changed] = same(old[name], fresh[name])
      ? changedAmong(references, names)
      : [{ reason: `condition ${name} is changed`, isCertain: false }];
    if (changed !== undefined) {
      mark(name, changed);
    }
  }
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const changed = names.get(`condition:${name}`);
    for (const user of users.get(`condition:${name}`) ?? []) {
      mark(user, changed as ChangedName);
    }
  }
}

function common(old: Readonly<Record<string, unknown>>, fresh: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(old).filter((name) => name in fresh);
}

function fieldOf({ parameters }: Template, name: string, field: string): Value | undefined {
  const parameter = parameters[name];
  return isSection(parameter) ? parameter[field] : undefined;
}
