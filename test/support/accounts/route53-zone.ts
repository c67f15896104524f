import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { RecordChange, RecordSet } from '../../../lambdas/core/routers/route53/weighted-records';
import { ServiceError } from '../../../lib/rehearsal/aws/service-error';
import { HostedZone } from '../../../lib/rehearsal/routers/route53/hosted-zone';
import { type WireAnswer, type WireRequest, xml, xmlError } from './wire';
import { child, type Element, element, parseXml } from './xml';

const CHANGE = /^\/2013-04-01\/change\/(\w+)$/;
const RECORDS = /^\/2013-04-01\/hostedzone\/(\w+)\/rrset\/?$/;

/** An answer of ListResourceRecordSets without any record. */
export const noRecords: WireAnswer = xml(
  element(
    'ListResourceRecordSetsResponse',
    element('ResourceRecordSets', '') + element('IsTruncated', false),
  ),
);

/** The simulated hosted zone of a rehearsal, behind the REST-XML of Route 53. */
export function route53Zone(
  id: string,
  pageSize: number,
  zones: readonly { readonly id: string; readonly name: string; readonly isPrivate: boolean }[] = [],
) {
  const insync = new Set<string>();
  const zone = new HostedZone({ id, pageSize, isInsync: (changeId) => insync.has(changeId) });

  const list = (zoneId: string, { query }: WireRequest): WireAnswer => {
    const { name, type, identifier } = query as Record<string, string | undefined>;
    const { records, next } = zone.listResourceRecordSets(zoneId, { name, type, setIdentifier: identifier });
    const position =
      next === null
        ? ''
        : optional('NextRecordName', next.name) +
          optional('NextRecordType', next.type) +
          optional('NextRecordIdentifier', next.setIdentifier);
    return xml(
      element(
        'ListResourceRecordSetsResponse',
        element('ResourceRecordSets', records.map(recordXml).join('')) +
          element('IsTruncated', next !== null) +
          position,
      ),
    );
  };

  const listZones = (from = ''): WireAnswer => {
    const reversed = (name: string) => name.replace(/\.$/, '').split('.').reverse().join('.');
    const rest = zones.filter(({ name }) => reversed(name) >= reversed(from));
    const zoneXml = ({ id: one, name, isPrivate }: (typeof zones)[number]) =>
      element(
        'HostedZone',
        element('Id', `/hostedzone/${one}`) +
          element('Name', `${name}.`) +
          element('Config', element('PrivateZone', isPrivate)),
      );
    return xml(element('ListHostedZonesByNameResponse', element('HostedZones', rest.map(zoneXml).join(''))));
  };

  const change = (zoneId: string, { body }: WireRequest): WireAnswer => {
    const batch = child(child(parseXml(body), 'ChangeBatch'), 'Changes')?.children ?? [];
    const changeId = zone.changeResourceRecordSets(zoneId, batch.map(changeIn));
    return changeInfo('ChangeResourceRecordSetsResponse', changeId);
  };

  const changeInfo = (root: string, changeId: string) =>
    xml(
      element(
        root,
        element(
          'ChangeInfo',
          element('Id', `/change/${changeId}`) +
            element('Status', zone.getChange(changeId)) +
            element('SubmittedAt', '2026-11-20T12:00:00Z'),
        ),
      ),
    );

  const answered = (request: WireRequest): WireAnswer => {
    const [, changeId] = CHANGE.exec(request.path) ?? [];
    if (changeId !== undefined) {
      return changeInfo('GetChangeResponse', changeId);
    }
    if (request.path === '/2013-04-01/hostedzonesbyname') {
      return listZones((request.query as Record<string, string | undefined>).dnsname);
    }
    const [, zoneId = request.path] = RECORDS.exec(request.path) ?? [];
    return request.method === 'POST' ? change(zoneId, request) : list(zoneId, request);
  };

  return {
    zone,
    /** The change is INSYNC from now on. */
    propagate: (changeId: string) => void insync.add(changeId),
    answer: (request: WireRequest): WireAnswer => {
      try {
        return answered(request);
      } catch (error) {
        if (error instanceof ServiceError) {
          return xmlError(error.name, error.message, error.name.startsWith('NoSuch') ? 404 : 400);
        }
        throw error;
      }
    },
  };
}

function optional(name: string, text: string | undefined): string {
  return text === undefined ? '' : element(name, text);
}

function changeIn(source: Element): RecordChange {
  return {
    Action: child(source, 'Action')?.text === 'DELETE' ? 'DELETE' : 'CREATE',
    ResourceRecordSet: recordIn(child(source, 'ResourceRecordSet')),
  };
}

function recordXml(set: RecordSet): string {
  const record = set as ResourceRecordSet;
  const { AliasTarget: alias, ResourceRecords: values } = record;
  const plain = (name: 'Name' | 'Type' | 'SetIdentifier' | 'Weight' | 'TTL' | 'HealthCheckId') =>
    record[name] === undefined ? '' : element(name, record[name] ?? '');
  return element(
    'ResourceRecordSet',
    [
      plain('Name'),
      plain('Type'),
      plain('SetIdentifier'),
      plain('Weight'),
      plain('TTL'),
      values === undefined
        ? ''
        : element(
            'ResourceRecords',
            values.map(({ Value }) => element('ResourceRecord', element('Value', Value ?? ''))).join(''),
          ),
      alias === undefined
        ? ''
        : element(
            'AliasTarget',
            element('HostedZoneId', alias.HostedZoneId ?? '') +
              element('DNSName', alias.DNSName ?? '') +
              element('EvaluateTargetHealth', alias.EvaluateTargetHealth ?? false),
          ),
      plain('HealthCheckId'),
    ].join(''),
  );
}

function recordIn(source: Element | undefined): ResourceRecordSet {
  const text = (name: string) => child(source, name)?.text;
  const number = (name: string) => (text(name) === undefined ? undefined : Number(text(name)));
  const alias = child(source, 'AliasTarget');
  const values = child(source, 'ResourceRecords')?.children;
  return {
    Name: text('Name'),
    Type: text('Type') as ResourceRecordSet['Type'],
    SetIdentifier: text('SetIdentifier'),
    Weight: number('Weight'),
    TTL: number('TTL'),
    HealthCheckId: text('HealthCheckId'),
    ResourceRecords: values?.map((one) => ({ Value: child(one, 'Value')?.text })),
    AliasTarget: alias && {
      HostedZoneId: child(alias, 'HostedZoneId')?.text,
      DNSName: child(alias, 'DNSName')?.text,
      EvaluateTargetHealth: child(alias, 'EvaluateTargetHealth')?.text === 'true',
    },
  };
}
