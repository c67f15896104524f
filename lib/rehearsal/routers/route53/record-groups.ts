import { routingPolicy } from '../../../../lambdas/core/routers/route53/routing-policy';
import type { RecordSet } from '../../../../lambdas/core/routers/route53/weighted-records';

/**
 * Why Route 53 refuses to create a record set beside the others of its name and type: a simple record stands
 * alone, all others have one routing policy, and weighted records have one TTL (Developer Guide, "Values
 * specific for weighted records"). The messages are those of the service, as its users report them.
 */
export function refusalOfGroup(record: RecordSet, others: readonly RecordSet[]): string[] {
  const { Name, Type, SetIdentifier, TTL } = record;
  if (others.length > 0 && SetIdentifier === undefined) {
    return [
      `RRSet with DNS name ${Name}, type ${Type} cannot be created` +
        ' as other RRSets exist with the same name and type.',
    ];
  }
  const label = `RRSet with DNS name ${Name}, type ${Type}, SetIdentifier ${SetIdentifier}`;
  const created = `${label} cannot be created`;
  if (others.some((one) => one.SetIdentifier === undefined)) {
    return [`${created} as a non-weighted set exists with the same name and type.`];
  }
  const policy = policyOf(record);
  const other = others.map(policyOf).find((one) => one !== policy);
  if (other !== undefined) {
    return [`${created} as a set with ${other} exists with the same name and type.`];
  }
  const hasOtherTtl = others.some((one) => one.TTL !== undefined && one.TTL !== TTL);
  return TTL !== undefined && hasOtherTtl ? [`${created} as weighted sets must contain the same TTL.`] : [];
}

function policyOf(record: RecordSet): string {
  return routingPolicy(record) ?? 'no routing policy';
}
