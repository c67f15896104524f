import { Token } from 'aws-cdk-lib';

/** Record types that can be weighted and lead to a path. */
export type RouteRecordType = 'A' | 'AAAA' | 'CNAME';

/** Records of one zone that a workflow may shift. */
export interface RecordRoutes {
  /** @default 'route53' */
  readonly kind?: 'route53';
  /** Such as `Z0123456789ABCDEFGHIJ`. May be known at deployment only. */
  readonly hostedZoneId: string;
  /** Such as `example.com`. */
  readonly zoneName: string;
  /** Whole names, such as `api.example.com`. */
  readonly recordNames: readonly string[];
  /**
   * Types of those records, which shift together.
   * @default ['A']
   */
  readonly recordTypes?: readonly RouteRecordType[];
}

const NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)+$/;

/** Lower case, no trailing dot: as Route 53's condition keys spell a name. */
export function normalizeRecords(routes: RecordRoutes): Required<RecordRoutes> {
  return {
    ...routes,
    kind: 'route53',
    zoneName: normalizeName(routes.zoneName),
    recordNames: routes.recordNames.map(normalizeName),
    recordTypes: routes.recordTypes ?? ['A'],
  };
}

function normalizeName(name: string): string {
  return Token.isUnresolved(name) ? name : name.toLowerCase().replace(/\.$/, '');
}

/** What is wrong with the records of a zone. */
export function recordProblems({
  hostedZoneId,
  zoneName,
  recordNames,
  recordTypes,
}: Required<RecordRoutes>): string[] {
  const problems: string[] = [];
  if (!Token.isUnresolved(hostedZoneId) && !/^Z[A-Z0-9]{1,31}$/.test(hostedZoneId)) {
    problems.push(`hostedZoneId is "${hostedZoneId}"; must be like Z0123456789ABCDEFGHIJ`);
  }
  if (Token.isUnresolved(zoneName) || !NAME.test(zoneName)) {
    problems.push(`zoneName is "${zoneName}"; must be a domain, such as example.com, known at synth`);
  }
  if (recordNames.length === 0) {
    problems.push('recordNames is empty; name at least one record');
  }
  if (recordTypes.length === 0) {
    problems.push('recordTypes is empty; name at least one type');
  }
  for (const name of recordNames) {
    if (Token.isUnresolved(name) || !NAME.test(name)) {
      problems.push(
        `recordNames has "${name}"; must be a record name, such as api.example.com, known at synth`,
      );
    } else if (name !== zoneName && !name.endsWith(`.${zoneName}`)) {
      problems.push(`recordNames has "${name}", which is not in the zone ${zoneName}`);
    }
  }
  const twice = recordNames.filter((name, i) => recordNames.indexOf(name) !== i);
  return [...problems, ...[...new Set(twice)].map((name) => `recordNames has "${name}" twice`)];
}
