import { recordTargets } from './record-path';
import type { Route53 } from './schema';
import type { RecordSet } from './weighted-records';

/** Where the new records of a route lead. Survives JSON. */
export interface NewRecord {
  /** The production name: the record's own name. */
  readonly name: string;
  /** Every address and host name of the new records, each once. */
  readonly targets: readonly RecordTarget[];
}

/** An address or a host name to which a new record leads its clients. */
export interface RecordTarget {
  readonly type: 'A' | 'AAAA' | 'CNAME';
  /** An address, or a host name without a trailing dot. */
  readonly host: string;
}

/** The fields of a record set that say where it leads (Amazon Route 53 API Reference, ResourceRecordSet). */
interface Leads {
  readonly AliasTarget?: { readonly DNSName?: string };
  readonly ResourceRecords?: readonly { readonly Value?: string }[];
}

/**
 * Where the new records lead.
 * @param version the route as it was read; a shift refuses a route that has changed since
 */
export function newRecordOf({ recordName, newSetIdentifier }: Route53, version: string): NewRecord {
  const records = (JSON.parse(version) as (RecordSet & Leads)[]).filter(
    (record) => record.SetIdentifier === newSetIdentifier,
  );
  const targets = records.flatMap((record) => {
    const { Type, AliasTarget, ResourceRecords = [] } = record;
    const isService = Type === 'HTTPS' || Type === 'SVCB';
    return isService && AliasTarget === undefined
      ? recordTargets(record).map((host) => ({ type: typeOfHost(host), host }))
      : [AliasTarget?.DNSName, ...ResourceRecords.map(({ Value }) => Value)]
          .filter((host) => host !== undefined)
          .map((host) => ({
            type: isService ? 'CNAME' : (Type as RecordTarget['type']),
            host: host.toLowerCase().replace(/\.$/, ''),
          }));
  });
  const key = ({ type, host }: RecordTarget) => `${type} ${host}`;
  return { name: recordName, targets: [...new Map(targets.map((one) => [key(one), one])).values()] };
}

/** An address is asked as that of its family; a host as that of a CNAME, which leads to both. */
function typeOfHost(host: string): RecordTarget['type'] {
  return host.includes(':') ? 'AAAA' : /^[\d.]+$/.test(host) ? 'A' : 'CNAME';
}
