import { normalHost } from '../../shared/host-names';
import { aliasTargetOf } from './alias-chain';
import { sameName } from './record-names';
import type { Route53 } from './schema';
import type { RecordSet } from './weighted-records';

/** Where records lead their clients: to one path, to both, or to what is neither. */
export type RecordPath = 'old' | 'new' | 'both' | 'elsewhere';

/** The types of records by which clients find a server. TXT, MX, CAA and the like lead no client here. */
export const CLIENT_TYPES = ['A', 'AAAA', 'CNAME', 'HTTPS', 'SVCB'];

/**
 * The parameters of an HTTPS or SVCB record that name addresses. A client may use them before, or without,
 * the addresses of A and AAAA.
 * Source: RFC 9460, section 7.3.
 */
const HINTS = /(?:^|\s)ipv[46]hint="?([^\s"]+)"?/g;

/**
 * The hosts and addresses to which a record leads, each in one spelling. Empty for a record that sends its
 * clients nowhere else, such as an HTTPS record of its own name without hints.
 */
export function recordTargets(record: RecordSet): string[] {
  const alias = aliasTargetOf(record)?.DNSName;
  if (alias !== undefined) {
    return [normalHost(alias)];
  }
  const { ResourceRecords = [] } = record as { readonly ResourceRecords?: readonly { Value?: string }[] };
  const values = ResourceRecords.map(({ Value = '' }) => Value);
  return record.Type === 'HTTPS' || record.Type === 'SVCB'
    ? values.flatMap((value) => serviceTargets(value, record.Name))
    : values.map(normalHost);
}

/** `1 . alpn="h2" ipv4hint=192.0.2.1`: a priority, a host (`.` is the record's own name), and parameters. */
function serviceTargets(value: string, name: string | undefined): string[] {
  const host = value.trim().split(/\s+/)[1] ?? '.';
  const own = host === '.' || sameName(host, normalHost(String(name)));
  const hints = [...value.matchAll(HINTS)].flatMap(([, list]) => String(list).split(',').map(normalHost));
  return own ? hints : [normalHost(host), ...hints];
}

/** The records that are answered: those with a weight, or all of them where none has one. */
export function answeredOf(records: readonly RecordSet[]): readonly RecordSet[] {
  const weighted = records.filter(({ Weight }) => Weight !== 0);
  return weighted.length === 0 ? records : weighted;
}

/**
 * The path to which records lead: by the set identifiers of the route, or because they lead to the very
 * targets of a path. Null where they lead nowhere else.
 * @param pair the route's own records, old and new
 */
export function pathOf(
  router: Pick<Route53, 'oldSetIdentifier' | 'newSetIdentifier'>,
  pair: readonly RecordSet[],
  records: readonly RecordSet[],
): RecordPath | null {
  const targetsOfSide = (id: string) =>
    pair.filter(({ SetIdentifier }) => SetIdentifier === id).flatMap(recordTargets);
  const old = targetsOfSide(router.oldSetIdentifier);
  const fresh = targetsOfSide(router.newSetIdentifier);
  const paths = answeredOf(records)
    .filter((record) => recordTargets(record).length > 0)
    .map(({ SetIdentifier, ...record }): RecordPath => {
      if (SetIdentifier === router.oldSetIdentifier || SetIdentifier === router.newSetIdentifier) {
        return SetIdentifier === router.oldSetIdentifier ? 'old' : 'new';
      }
      const targets = recordTargets(record);
      const isOld = targets.every((target) => old.includes(target));
      const isNew = targets.every((target) => fresh.includes(target));
      return isOld === isNew ? 'elsewhere' : isOld ? 'old' : 'new';
    });
  const [first, ...others] = new Set(paths);
  if (first === undefined) {
    return null;
  }
  return others.length === 0 ? first : paths.includes('elsewhere') ? 'elsewhere' : 'both';
}

/** The percents at which clients led by such a record go where a plan that ends there wants them. */
export function rightAt(path: RecordPath): number[] {
  return path === 'new' ? [100] : path === 'old' ? [0] : [];
}
