import { aliasTargetOf, nameInZone } from '../../../../lambdas/core/routers/route53/alias-chain';
import { mayBeAlias } from '../../../../lambdas/core/routers/route53/alias-rules';
import { plainName, sameName } from '../../../../lambdas/core/routers/route53/record-names';
import type { RecordSet } from '../../../../lambdas/core/routers/route53/weighted-records';

/**
 * Why Route 53 refuses record sets of a batch, judged by what the zone has after it: a CNAME stands alone at
 * its name, and an alias leads to a target of its type. The messages are those of the service, as its users
 * report them.
 * Source: Amazon Route 53 Developer Guide, "Supported DNS record types" and "Choosing between alias and
 * non-alias records".
 * @param created the record sets that the batch creates
 * @param all every record set of the zone after the batch
 */
export function refusalsOfRecords(
  hostedZoneId: string,
  created: readonly RecordSet[],
  all: readonly RecordSet[],
): string[] {
  return created.flatMap((record) => [
    ...besideCname(hostedZoneId, record, all),
    ...ofAlias(hostedZoneId, record, all),
  ]);
}

function besideCname(hostedZoneId: string, record: RecordSet, all: readonly RecordSet[]): string[] {
  const { Name = '', Type = '' } = record;
  const conflicts = all.some(
    (one) =>
      one.Type !== Type && (Type === 'CNAME' || one.Type === 'CNAME') && sameName(one.Name, plainName(Name)),
  );
  return conflicts
    ? [
        `RRSet of type ${Type} with DNS name ${Name} is not permitted as it conflicts with other records` +
          ` with the same DNS name in zone ${hostedZoneId}.`,
      ]
    : [];
}

function ofAlias(hostedZoneId: string, record: RecordSet, all: readonly RecordSet[]): string[] {
  const target = aliasTargetOf(record);
  if (target === null) {
    return [];
  }
  const { Type = '' } = record;
  const { HostedZoneId = '', DNSName = '' } = target;
  const name = nameInZone(record, hostedZoneId);
  const isThere =
    name === null
      ? mayBeAlias(Type, HostedZoneId, hostedZoneId)
      : all.some((one) => one.Type === Type && sameName(one.Name, name));
  return isThere
    ? []
    : [
        `Tried to create an alias that targets ${DNSName}, type ${Type} in zone ${HostedZoneId},` +
          ' but that target was not found',
      ];
}
