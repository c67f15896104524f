import type { Assembly, Resource } from './assembly';

type Template = Assembly['template'];

/** The zone that examples import, which the emulator does not have. */
const IMPORTED_ZONE = '"Z0123456789ABCDEFGHIJ"';
const ZONE_ID = 'ZoneThatExists';

/**
 * The template of an example as the emulator can create it: with the hosted zone that the example imports,
 * and without the resources that are named.
 * @param isLeftOut whether a resource is left out
 */
export function exampleTemplate(template: Template, isLeftOut: (resource: Resource) => boolean): Template {
  const text = JSON.stringify(template).replaceAll(IMPORTED_ZONE, `{"Ref":"${ZONE_ID}"}`);
  const { Resources, ...rest } = JSON.parse(text) as Template;
  const zone = { Type: 'AWS::Route53::HostedZone', Properties: { Name: 'example.com' } };
  const kept = Object.entries(Resources).filter(([, resource]) => !isLeftOut(resource));
  const ids = new Set(kept.map(([id]) => id));
  const resources = kept.map(([id, resource]) => [id, withDependencies(resource, ids)]);
  return { ...rest, Resources: { [ZONE_ID]: zone, ...Object.fromEntries(resources) } };
}

/** A resource whose explicit dependencies are among those that are created. */
function withDependencies(
  resource: Resource & { readonly DependsOn?: string | readonly string[] },
  ids: ReadonlySet<string>,
): Resource {
  const { DependsOn, ...rest } = resource;
  const left = [DependsOn ?? []].flat().filter((id) => ids.has(id));
  return left.length === 0 ? rest : Object.assign(rest, { DependsOn: left });
}
