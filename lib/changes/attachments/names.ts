import { referencesOf } from '../references';
import { valueKey } from '../same';
import type { TemplateResource, Value } from '../template';
import {
  type ComparedStack,
  type ComparedStacks,
  isAdded,
  resourcesOn,
  type TemplatePoint,
} from './compared';

/** Names that resources get from their templates: the services of those that are added, by the name. */
type AddedNames = ReadonlyMap<string, ReadonlySet<string>>;

const namesByWorld = new WeakMap<ComparedStacks, AddedNames>();

/**
 * Whether a value is the explicit name of a resource that the deployment adds, or an ARN that ends with it. A
 * name counts only within its service, and not if something that exists has it too.
 * @param type the type of the resource that has the value
 */
export function isAddedName(value: Value, place: TemplatePoint, type: string): boolean {
  const names = addedNames(place.world);
  if (typeof value !== 'string') {
    return names.get(keyOf(value, place))?.has(serviceOf(type)) ?? false;
  }
  const [, , arnService] = value.startsWith('arn:') ? value.split(':') : [];
  const services = names.get(keyOf(value.split(/[/:]/).findLast((segment) => segment !== '') ?? '', place));
  const service = arnService === undefined ? serviceOf(type) : plainService(arnService);
  // The id of a scalable target names a resource of any service.
  return services !== undefined && (services.has(service) || service === 'applicationautoscaling');
}

function addedNames(world: ComparedStacks): AddedNames {
  const known = namesByWorld.get(world);
  if (known !== undefined) {
    return known;
  }
  const names = new Map<string, Set<string>>();
  for (const { stack, logicalId, resource } of resourcesOn('fresh', world)) {
    for (const name of isAdded(logicalId, stack) ? explicitNames(resource, stack) : []) {
      const key = keyOf(name, { stack, world });
      names.set(key, (names.get(key) ?? new Set()).add(serviceOf(resource.Type)));
    }
  }
  for (const { stack, resource } of resourcesOn('old', world)) {
    for (const name of explicitNames(resource, stack)) {
      names.get(keyOf(name, { stack, world }))?.delete(serviceOf(resource.Type));
    }
  }
  namesByWorld.set(world, names);
  return names;
}

/** The values of `Name`, `Identifier`, `FunctionName` of a function, and the like. */
function explicitNames({ Type, Properties }: TemplateResource, stack: ComparedStack): Value[] {
  // The name of a record is not its own: several records have it.
  if (Type.startsWith('AWS::Route53::RecordSet')) {
    return [];
  }
  return Object.entries(Properties).flatMap(([property, value]) =>
    isOwnName(Type, property) && isFree(value, stack) ? [value] : [],
  );
}

/** A name that refers to a resource is that of the resource. */
function isFree(value: Value, { fresh, old }: ComparedStack): boolean {
  return [...referencesOf(value)].every((reference) => {
    const name = reference.replace('value:', '');
    return !(name in fresh.resources || name in old.resources);
  });
}

/** Whether a property is the name of the resource itself: `FunctionName` of a function, `Name` of any. */
export function isOwnName(type: string, property: string): boolean {
  const kind = type.slice(type.lastIndexOf(':') + 1).replace(/V2$/, '');
  const [, stem = '', word] = property.match(/^(.*)(Name|Identifier|Id)$/) ?? [];
  const isName = word === 'Name' || (stem !== '' && (word === 'Identifier' || IDS_GIVEN.test(type)));
  return isName && (kind.endsWith(stem) || kind === property);
}

/** Types whose id is given in the template. */
const IDS_GIVEN = /^AWS::ElastiCache::/;

function serviceOf(type: string): string {
  return plainService(type.split('::')[1] ?? type);
}

function plainService(service: string): string {
  return service
    .toLowerCase()
    .replace(/v2$/, '')
    .replace(/^stepfunctions$/, 'states');
}

/** A function is the same name only in the same stack, because it may refer to its parameters. */
function keyOf(name: Value, { stack }: TemplatePoint): string {
  return typeof name === 'string' ? name : `${stack.stack} ${valueKey(name)}`;
}
