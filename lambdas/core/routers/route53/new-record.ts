import type { PathName } from '../../plan/direction';
import { recordTargets } from './record-path';
import type { Route53 } from './schema';
import type { RecordSet } from './weighted-records';

/** Where the records of the path that gains lead: the new ones, with `direction: down` the old ones. */
export interface NewRecord {
  /** The production name: the record's own name. */
  readonly name: string;
  /** Every address and host name of those records, each once. */
  readonly targets: readonly RecordTarget[];
}

/** An address or a host name to which a record leads its clients. */
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
 * Where the records of a path lead.
 * @param version the route as it was read; a shift refuses a route that has changed since
 */
export function newRecordOf(
  { recordName, newSetIdentifier, oldSetIdentifier }: Route53,
  version: string,
  path: PathName = 'new',
): NewRecord {
  const id = path === 'new' ? newSetIdentifier : oldSetIdentifier;
  const records = (JSON.parse(version) as (RecordSet & Leads)[]).filter(
    (record) => record.SetIdentifier === id,
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
