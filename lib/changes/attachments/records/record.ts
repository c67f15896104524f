import { isSection, type Section, type Value } from '../../template';
import {
  type ComparedStacks,
  isAdded,
  liveResources,
  type PlacedResource,
  resourcesOn,
  type TemplatePoint,
} from '../compared';
import { liveResourceOf } from '../live-resource';
import { originOf } from '../origin';
import { membersOf } from '../paths';
import { isKnown, valueText } from '../value-text';
import { normalName } from './dns-names';

/** How Route 53 chooses among the records of one name and type. */
export type RecordPolicy =
  | 'simple'
  | 'weighted'
  | 'latency'
  | 'failover'
  | 'geolocation'
  | 'geoproximity'
  | 'multivalue'
  | 'cidr';

/** A hosted zone, as far as the templates say which it is. */
export interface RecordZone {
  readonly id: string | null;
  readonly name: string | null;
}

/** A record set of a template. */
export interface TemplateRecord {
  /** The resource that has it. */
  readonly logicalId: string;
  readonly stack: string;
  /** As Route 53 compares it. */
  readonly name: string;
  readonly type: string;
  readonly zone: RecordZone;
  /** Whether the deployment adds its zone. */
  readonly isInNewZone: boolean;
  readonly policy: RecordPolicy;
  readonly setIdentifier: string;
  /** Null if it has none, or if it is not known. */
  readonly weight: number | null;
  /** Of failover records: PRIMARY or SECONDARY. */
  readonly failover: string;
}

const recordsByWorld = new WeakMap<ComparedStacks, readonly TemplateRecord[]>();

/** The records that exist, as they are after the deployment if they remain. */
export function templateRecords(world: ComparedStacks): readonly TemplateRecord[] {
  const known = recordsByWorld.get(world);
  const records = known ?? liveResources(world).flatMap(recordsOf);
  recordsByWorld.set(world, records);
  return records;
}

const addedByWorld = new WeakMap<ComparedStacks, readonly TemplateRecord[]>();

/** The records that the deployment adds. */
export function addedRecords(world: ComparedStacks): readonly TemplateRecord[] {
  const known = addedByWorld.get(world);
  const records =
    known ??
    resourcesOn('fresh', world)
      .filter(({ logicalId, stack }) => isAdded(logicalId, stack))
      .flatMap(recordsOf);
  addedByWorld.set(world, records);
  return records;
}

/** The records of a record set, or of a record set group; none of any other resource. */
export function recordsOf(placed: PlacedResource): TemplateRecord[] {
  const { Type, Properties } = placed.resource;
  switch (Type) {
    case 'AWS::Route53::RecordSet':
      return [recordOf(Properties, placed)];
    case 'AWS::Route53::RecordSetGroup':
      return membersOf(Properties.RecordSets)
        .filter(isSection)
        .map((member) => recordOf({ ...zoneProperties(Properties), ...member }, placed));
    default:
      return [];
  }
}

function recordOf(properties: Section, placed: PlacedResource): TemplateRecord {
  const text = (name: string) => valueText(properties[name], placed);
  const weight = Number(text('Weight'));
  return {
    logicalId: placed.logicalId,
    stack: placed.stack.stack,
    name: normalName(text('Name')),
    type: text('Type').toUpperCase(),
    zone: zoneOf(properties, placed),
    isInNewZone: [properties.HostedZoneId, properties.HostedZoneName].some(
      (value) => originOf(value, placed, placed.resource.Type).origin === 'new',
    ),
    policy: policyOf(properties),
    setIdentifier: text('SetIdentifier'),
    weight: properties.Weight === undefined || Number.isNaN(weight) ? null : weight,
    failover: text('Failover').toUpperCase(),
  };
}

function zoneProperties({ HostedZoneId, HostedZoneName }: Section): Record<string, Value> {
  return {
    ...(HostedZoneId === undefined ? {} : { HostedZoneId }),
    ...(HostedZoneName === undefined ? {} : { HostedZoneName }),
  };
}

function zoneOf({ HostedZoneId, HostedZoneName }: Section, place: TemplatePoint): RecordZone {
  const id =
    HostedZoneId === undefined ? null : valueText(HostedZoneId, place).replace(/^\/?hostedzone\//, '');
  const zone = id === null ? undefined : liveResourceOf(id, place.world);
  const name = HostedZoneName ?? zone?.resource.Properties.Name;
  return { id, name: name === undefined ? null : normalName(valueText(name, zone ?? place)) };
}

/**
 * Whether two records may be in one zone. An id and a name of a zone that is not in the templates may be the
 * same zone.
 */
export function maySameZone(one: RecordZone, other: RecordZone): boolean {
  if (one.id !== null && other.id !== null && isKnown(one.id) === isKnown(other.id)) {
    return one.id === other.id;
  }
  return one.name === null || other.name === null || one.name === other.name;
}

const POLICIES: readonly (readonly [string, RecordPolicy])[] = [
  ['Weight', 'weighted'],
  ['Failover', 'failover'],
  ['GeoLocation', 'geolocation'],
  ['GeoProximityLocation', 'geoproximity'],
  ['MultiValueAnswer', 'multivalue'],
  ['CidrRoutingConfig', 'cidr'],
  ['Region', 'latency'],
];

function policyOf(properties: Section): RecordPolicy {
  return POLICIES.find(([property]) => properties[property] !== undefined)?.[1] ?? 'simple';
}
