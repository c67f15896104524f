import { ANY_MAPPING, conditionReferencesOf, referencesOf } from './references';
import { same } from './same';
import { isSection, type Section, type Template, type Value } from './template';

/**
 * Names that a template refers to and whose values may differ, with the reason as a clause. The keys are
 * those of `referencesOf`.
 */
export type ChangedNames = Map<string, string>;

/**
 * The parameters, mappings and conditions whose values may differ. A new one cannot affect existing
 * resources.
 */
export function changedNames(old: Template, fresh: Template, given: ReadonlySet<string>): ChangedNames {
  const names: ChangedNames = new Map();
  for (const name of common(old.parameters, fresh.parameters)) {
    if (given.has(name)) {
      names.set(`value:${name}`, `parameter ${name} gets another value`);
    } else if (
      !['Default', 'Type'].every((field) => same(fieldOf(old, name, field), fieldOf(fresh, name, field)))
    ) {
      names.set(`value:${name}`, `parameter ${name} has another default`);
    }
  }
  for (const name of common(old.mappings, fresh.mappings)) {
    if (!same(old.mappings[name], fresh.mappings[name])) {
      names.set(`mapping:${name}`, `mapping ${name} is changed`);
      names.set(ANY_MAPPING, `mapping ${name} is changed`);
    }
  }
  addConditions(old.conditions, fresh.conditions, names);
  return names;
}

/** The reasons of the names that a value refers to. */
export function changedIn(value: Value | undefined, names: ChangedNames): string[] {
  return why(referencesOf(value), names);
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
    [...replaced.keys()].some((id) => references.has(`value:${id}`)) ||
    changedIn(fresh, names).length > 0
  );
}

function addConditions(old: Section, fresh: Section, names: ChangedNames): void {
  const left = new Set(common(old, fresh));
  for (let size = -1; size !== left.size; ) {
    size = left.size;
    for (const name of left) {
      const reason = same(old[name], fresh[name])
        ? why(conditionReferencesOf(fresh[name]), names)[0]
        : `condition ${name} is changed`;
      if (reason !== undefined) {
        names.set(`condition:${name}`, reason);
        left.delete(name);
      }
    }
  }
}

function why(references: ReadonlySet<string>, names: ChangedNames): string[] {
  return [...new Set([...references].flatMap((reference) => names.get(reference) ?? []))];
}

function common(old: Section, fresh: Section): string[] {
  return Object.keys(old).filter((name) => name in fresh);
}

function fieldOf({ parameters }: Template, name: string, field: string): Value | undefined {
  const parameter = parameters[name];
  return isSection(parameter) ? parameter[field] : undefined;
}
