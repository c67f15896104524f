import { routingPolicy } from '../../../../lambdas/core/routers/route53/routing-policy';
import type { RecordChange } from '../../../../lambdas/core/routers/route53/weighted-records';
import type { ApiRecord } from './api-record';

/** The fields of which a record set has exactly one, unless it is a simple record. */
const POLICIES = [
  'Weight',
  'Region',
  'Failover',
  'GeoLocation',
  'GeoProximityLocation',
  'CidrRoutingConfig',
  'MultiValueAnswer',
];
/** Amazon Route 53 API Reference, ResourceRecordSet. */
const LIMITS = {
  name: 1_024,
  setIdentifier: 128,
  weight: 255,
  ttl: 2_147_483_647,
  healthCheckId: 64,
};

/**
 * Why Route 53 takes a change for no valid request (`InvalidInput`), whatever the zone holds; empty when it
 * is one. Source: Amazon Route 53 API Reference, ResourceRecordSet.
 */
export function invalidInput({ Action, ResourceRecordSet }: RecordChange): string[] {
  const record: ApiRecord = ResourceRecordSet as ApiRecord;
  const { Name, Type, SetIdentifier, AliasTarget, TTL } = record;
  const change = `Change with [Action=${Action}, Name=${Name}, Type=${Type}, SetIdentifier=${SetIdentifier}]`;
  const policies = POLICIES.filter((field) => Reflect.get(record, field) !== undefined);
  const answers = [AliasTarget, record.ResourceRecords].filter((one) => one !== undefined).length;
  const oneAnswer =
    'Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId]';
  const onePolicy = `Expected exactly one of [${POLICIES.join(', ')}]`;
  return [
    ...tooLong('name', Name, LIMITS.name),
    ...tooLong('setIdentifier', SetIdentifier, LIMITS.setIdentifier),
    ...tooLong('healthCheckId', record.HealthCheckId, LIMITS.healthCheckId),
    ...outside('weight', record.Weight, LIMITS.weight),
    ...outside('tTL', TTL, LIMITS.ttl),
    ...(answers === 2 || (AliasTarget !== undefined && TTL !== undefined)
      ? [`Invalid request: ${oneAnswer}, but found more than one in ${change}`]
      : []),
    ...(answers === 0 ? [`Invalid request: ${oneAnswer}, but found none in ${change}`] : []),
    ...(record.ResourceRecords !== undefined && TTL === undefined && AliasTarget === undefined
      ? [`Invalid request: Missing field 'TTL' in ${change}`]
      : []),
    ...(policies.length > 1 ? [`Invalid request: ${onePolicy}, but found more than one in ${change}`] : []),
    ...(policies.length === 0 && SetIdentifier !== undefined
      ? [`Invalid request: ${onePolicy}, but found none in ${change}`]
      : []),
    ...(routingPolicy(record) !== null && SetIdentifier === undefined
      ? [`Invalid request: Missing field 'SetIdentifier' in ${change}`]
      : []),
  ];
}

function tooLong(field: string, text: string | undefined, most: number): string[] {
  const must = (what: string) => [constraint(field, text, `Member must have length ${what}`)];
  if (text === undefined || (text.length >= 1 && text.length <= most)) {
    return [];
  }
  return text === '' ? must('greater than or equal to 1') : must(`less than or equal to ${most}`);
}

function outside(field: string, value: number | undefined, most: number): string[] {
  const must = (what: string) => [constraint(field, value, `Member must have value ${what}`)];
  if (value === undefined || (Number.isInteger(value) && value >= 0 && value <= most)) {
    return [];
  }
  return value < 0 ? must('greater than or equal to 0') : must(`less than or equal to ${most}`);
}

function constraint(field: string, value: unknown, must: string): string {
  return (
    `1 validation error detected: Value '${value}' at` +
    ` 'changeBatch.changes.1.member.resourceRecordSet.${field}' failed to satisfy constraint: ${must}`
  );
}
