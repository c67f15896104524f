import { isIPv4, isIPv6 } from 'node:net';
import { type ApiRecord, valuesOf } from './api-record';

/** Amazon Route 53 Developer Guide, "Quotas on records": values in a record set. */
const MOST_VALUES = 400;
const HOST_NAME = /^(?=.{1,253}\.?$)[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?$/;
/** Priority, target name, and parameters, such as `1 . alpn="h2"` (RFC 9460). */
const SERVICE_BINDING = /^\d{1,5} (\.|[A-Za-z0-9_.-]+)( [a-z0-9-]+(=("[^"]*"|\S+))?)*$/;

/** What a value of each type must be, for the types that can lead a client to a path. */
const SYNTAX: Readonly<Record<string, readonly [code: string, isValid: (value: string) => boolean]>> = {
  A: ['ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)', isIPv4],
  AAAA: ['AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)', isIPv6],
  CNAME: ['DomainLabelIllegal (Domain name is not valid)', (value) => HOST_NAME.test(value)],
  HTTPS: ['HTTPSRRDATAIllegal (Value is not a service binding)', (value) => SERVICE_BINDING.test(value)],
  SVCB: ['SVCBRRDATAIllegal (Value is not a service binding)', (value) => SERVICE_BINDING.test(value)],
};

/**
 * Why Route 53 refuses the values of a record set; empty when it does not. Types that lead no client anywhere
 * are not checked. Source: Amazon Route 53 Developer Guide, "Supported DNS record types".
 */
export function refusalOfValues(record: ApiRecord): string[] {
  const values = valuesOf(record);
  const { Name, Type = '' } = record;
  const syntax = SYNTAX[Type];
  const seen = new Set<string>();
  const twice = values.filter((value) => seen.size === seen.add(value.toLowerCase()).size);
  return [
    ...values
      .filter((value) => syntax !== undefined && !syntax[1](value))
      .map((value) => `Invalid Resource Record: 'FATAL problem: ${syntax?.[0]} encountered with '${value}''`),
    ...twice.map((value) => `Duplicate Resource Record: '${value}'`),
    ...(values.length > MOST_VALUES
      ? [`RRSet with DNS name ${Name}, type ${Type} has ${values.length} values (at most ${MOST_VALUES})`]
      : []),
    ...(Type === 'CNAME' && values.length > 1
      ? [`RRSet of type CNAME with DNS name ${Name} can have only one value`]
      : []),
  ];
}
