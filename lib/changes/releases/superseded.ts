import { referencesOf } from '../references';
import type { Template, TemplateResource } from '../template';

/**
 * Types of which every release adds a resource and removes the one before: what serves traffic is a pointer
 * to it, and the pointer moves first. CloudFormation removes resources last, in the clean-up of an update.
 */
const RELEASES: Readonly<Record<string, string>> = {
  'AWS::Lambda::Version': 'published version',
  'AWS::ApiGateway::Deployment': 'deployment',
  'AWS::ApiGatewayV2::Deployment': 'deployment',
};

/** Whether every release adds a resource of a type: two of them are alike, and none is moved. */
export function isRelease(type: string): boolean {
  return type in RELEASES;
}

/**
 * Why the removal of a version or a deployment takes nothing out of use: whatever pointed to it points to its
 * successor, or is removed itself and listed. Null if something may still use it.
 */
export function supersededBy(id: string, old: Template, fresh: Template): string | null {
  const removed = old.resources[id];
  const what = removed === undefined ? undefined : RELEASES[removed.Type];
  if (removed === undefined || what === undefined) {
    return null;
  }
  const pointers = Object.entries(old.resources).filter(([, resource]) => pointsTo(resource, id));
  const moved = pointers.flatMap(([name]) => {
    const resource = fresh.resources[name];
    const next = resource === undefined ? null : successor(resource, removed.Type, fresh);
    return resource === undefined || next === null || pointsTo(resource, id) ? [] : [{ name, next }];
  });
  const gone = pointers.filter(([name]) => !(name in fresh.resources));
  if (moved.length === 0 || moved.length + gone.length < pointers.length) {
    return null;
  }
  const names = moved.map(({ name }) => name).join(', ');
  return (
    `It is the ${what} that ${names} used until now; from this deployment on, ${moved[0]?.next} is used.` +
    ` What that changes is listed with ${names}.`
  );
}

function successor(resource: TemplateResource, type: string, fresh: Template): string | null {
  const next = Object.entries(fresh.resources).find(
    ([id, one]) => one.Type === type && pointsTo(resource, id),
  );
  return next?.[0] ?? null;
}

function pointsTo({ Properties }: TemplateResource, id: string): boolean {
  return Object.values(Properties).some((value) => referencesOf(value).has(`value:${id}`));
}
