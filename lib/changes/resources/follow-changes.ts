import type { Replacement } from '../../../lambdas/core/stack-changes/stack-change';
import { type ChangeHere, changeOf, type Surroundings } from '../modification';
import type { NestedDiff, NestedStacks } from '../nested-stacks';
import type { Template, TemplateResource } from '../template';
import { dependenciesOf, type PreparedResource, prepareResource } from './prepared-resource';

/** The changes of the resources that both templates have. */
export interface FollowedChanges {
  /** By logical id, in the order of the old template; null for no change. */
  readonly changed: ReadonlyMap<string, ChangeHere | null>;
  readonly replaced: ReadonlyMap<string, Replacement>;
  readonly inside: NestedDiff;
}

/**
 * Follows each change to whatever refers to it, until nothing more changes. A resource is judged again only
 * when something that it refers to has changed.
 * @param begin adds changed names, given all names that resources refer to
 */
export function followChanges(
  [old, fresh]: readonly [Template, Template],
  around: Omit<Surroundings, 'replaced'>,
  nested: Pick<NestedStacks, 'diff'>,
  begin: (references: Iterable<string>) => void,
): FollowedChanges {
  const { names } = around;
  const replaced = new Map<string, Replacement>();
  const shared = Object.keys(old.resources).filter((id) => id in fresh.resources);
  const prepared = new Map(
    shared.map((id) => [
      id,
      prepareOrFail(old.resources[id] as TemplateResource, fresh.resources[id] as TemplateResource),
    ]),
  );
  const users = usersOf(prepared);
  begin(users.keys());
  const changed = new Map<string, ChangeHere | null>(shared.map((id) => [id, null]));
  const queue = new Set(shared);
  for (;;) {
    for (const id of queue) {
      queue.delete(id);
      const change = judged(prepared.get(id) as Prepared, { ...around, replaced });
      changed.set(id, change);
      const replacement = change?.replacement ?? 'never';
      if (replacement !== 'never' && replaced.get(id) !== replacement) {
        replaced.set(id, replacement);
        add(queue, users.get(`value:${id}`));
      }
    }
    const inside = nested.diff(names, replaced);
    for (const attribute of inside.changedAttributes) {
      const key = `attribute:${attribute}`;
      if (!names.has(key)) {
        names.set(key, { reason: `${attribute} may have another value`, isCertain: false });
        add(queue, users.get(key));
      }
    }
    if (queue.size === 0) {
      return { changed, replaced, inside };
    }
  }
}

/** A resource that could be compared, or why not. */
type Prepared = PreparedResource | { readonly failure: unknown };

function prepareOrFail(old: TemplateResource, fresh: TemplateResource): Prepared {
  try {
    return prepareResource(old, fresh);
  } catch (failure) {
    return { failure };
  }
}

function judged(resource: Prepared, around: Surroundings): ChangeHere | null {
  if ('failure' in resource) {
    return notJudged(resource.failure);
  }
  try {
    return changeOf(resource, around);
  } catch (failure) {
    return notJudged(failure);
  }
}

/** One resource that defeats the comparison must not hide what happens to the others. */
function notJudged(failure: unknown): ChangeHere {
  const { message } = failure as Error;
  return {
    action: 'Modify',
    replacement: 'unknown',
    touches: true,
    causes: [],
    notes: [`It could not be judged (${message}). Create a change set to see whether it changes.`],
  };
}

function usersOf(prepared: ReadonlyMap<string, Prepared>): Map<string, string[]> {
  const users = new Map<string, string[]>();
  for (const [id, resource] of prepared) {
    for (const reference of 'failure' in resource ? [] : dependenciesOf(resource)) {
      const ids = users.get(reference) ?? [];
      ids.push(id);
      users.set(reference, ids);
    }
  }
  return users;
}

function add(queue: Set<string>, ids: readonly string[] = []): void {
  for (const id of ids) {
    queue.add(id);
  }
}
