import {
  ListResourceRecordSetsCommand,
  type ListResourceRecordSetsCommandInput,
  type ResourceRecordSet,
  type Route53Client,
} from '@aws-sdk/client-route-53';
import type { DnsRecord } from '../../core/shared/readings';
import type { References } from '../../ports';
import { answerOf } from '../shared/service-errors';

/** The first record of a page. */
type Position = Pick<
  ListResourceRecordSetsCommandInput,
  'StartRecordName' | 'StartRecordType' | 'StartRecordIdentifier'
>;

/** Lists the records of hosted zones. A page has up to 300 records, the maximum of Route 53. */
export const route53References = (client: Pick<Route53Client, 'send'>): Pick<References, 'records'> => ({
  records: async (hostedZoneId, page) => {
    const start: Position = page === null ? {} : JSON.parse(page);
    const answer = await answerOf(
      client.send(new ListResourceRecordSetsCommand({ HostedZoneId: hostedZoneId, ...start })),
    );
    const next: Position = {
      StartRecordName: answer.NextRecordName,
      StartRecordType: answer.NextRecordType,
      StartRecordIdentifier: answer.NextRecordIdentifier,
    };
    return {
      items: (answer.ResourceRecordSets ?? []).map(recordOf),
      next: answer.IsTruncated === true ? JSON.stringify(next) : null,
    };
  },
});

function recordOf(record: ResourceRecordSet): DnsRecord {
  const { Name, Type, SetIdentifier, Weight, AliasTarget, ResourceRecords = [] } = record;
  return {
    name: Name ?? '',
    type: Type ?? '',
    setIdentifier: SetIdentifier ?? null,
    weight: Weight ?? null,
    aliasOf: AliasTarget?.DNSName ?? null,
    values: ResourceRecords.flatMap(({ Value }) => Value ?? []),
  };
}
