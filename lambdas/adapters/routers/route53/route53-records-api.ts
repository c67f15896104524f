import {
  type Change,
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  type Route53Client,
  type RRType,
} from '@aws-sdk/client-route-53';
import { answerOf } from '../../shared/service-errors';
import type { RecordsApi, ZonesApi } from './route53-records';

/** Record sets in the Route 53 API. */
export const route53RecordsApi = (client: Pick<Route53Client, 'send'>): RecordsApi & ZonesApi => ({
  list: async (HostedZoneId, { name, type, setIdentifier }) => {
    const page = await answerOf(
      client.send(
        new ListResourceRecordSetsCommand({
          HostedZoneId,
          StartRecordName: name,
          StartRecordType: type as RRType | undefined,
          StartRecordIdentifier: setIdentifier,
        }),
      ),
    );
    const next = {
      name: page.NextRecordName,
      type: page.NextRecordType,
      setIdentifier: page.NextRecordIdentifier,
    };
    return { records: page.ResourceRecordSets ?? [], next: page.IsTruncated === true ? next : null };
  },
  change: async (HostedZoneId, Comment, changes) => {
    // Each record was read from this API, or made from one that was, so it has the API's shape.
    const ChangeBatch = { Comment, Changes: changes as Change[] };
    const { ChangeInfo } = await answerOf(
      client.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch })),
    );
    return ChangeInfo?.Id;
  },
  zones: async (DNSName) => {
    const { HostedZones = [] } = await answerOf(client.send(new ListHostedZonesByNameCommand({ DNSName })));
    return HostedZones.map(({ Id = '', Name = '', Config }) => ({
      id: Id.replace(/^\/hostedzone\//, ''),
      name: Name.toLowerCase().replace(/\.$/, ''),
      isPrivate: Config?.PrivateZone === true,
    }));
  },
  isInsync: async (Id) => {
    const { ChangeInfo } = await answerOf(client.send(new GetChangeCommand({ Id })));
    return ChangeInfo?.Status === 'INSYNC';
  },
});
