import type { RecordSet } from '../../../../lambdas/core/routers/route53/weighted-records';

/** A record set with every field of the API that the rules of a batch read. */
export interface ApiRecord extends RecordSet {
  readonly ResourceRecords?: readonly { readonly Value?: string }[];
  readonly AliasTarget?: {
    readonly HostedZoneId?: string;
    readonly DNSName?: string;
    readonly EvaluateTargetHealth?: boolean;
  };
}

/** The values of a record set; none of an alias. */
export function valuesOf({ ResourceRecords = [] }: ApiRecord): string[] {
  return ResourceRecords.map(({ Value = '' }) => Value);
}
