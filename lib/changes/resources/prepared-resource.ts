import { referencesOf } from '../references';
import { sameProperty } from '../same';
import type { TemplateResource } from '../template';
import { shownValue } from '../values/shown-value';

/** A property of a resource in both templates, or in one of them. */
export interface PreparedProperty {
  readonly name: string;
  readonly isSame: boolean;
  /** What the new value refers to. */
  readonly references: ReadonlySet<string>;
}

/** A resource that both templates have, with what is needed again and again to follow changes. */
export interface PreparedResource {
  readonly old: TemplateResource;
  readonly fresh: TemplateResource;
  readonly properties: readonly PreparedProperty[];
}

/** Compares a resource of both templates once. */
export function prepareResource(old: TemplateResource, fresh: TemplateResource): PreparedResource {
  const names = new Set([...Object.keys(old.Properties), ...Object.keys(fresh.Properties)]);
  const properties = [...names].map((name): PreparedProperty => {
    const [before, after] = [old.Properties[name], fresh.Properties[name]];
    return { name, isSame: sameProperty(fresh.Type, name, before, after), references: referencesOf(after) };
  });
  return { old, fresh, properties };
}

/** Every name that the change of a resource depends on: `value:Topic`, `condition:IsProd`. */
export function dependenciesOf({ fresh, properties }: PreparedResource): ReadonlySet<string> {
  const condition = fresh.attributes.Condition;
  return new Set([
    ...properties.flatMap(({ references }) => [...references]),
    ...(condition === undefined ? [] : [`condition:${shownValue(condition)}`]),
  ]);
}
