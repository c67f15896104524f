import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { type WireAnswer, type WireRequest, xml, xmlError } from './wire';
import { child, type Element, element, parseXml } from './xml';

const keyOf = (record: ResourceRecordSet) =>
  `${reversed(record.Name ?? '')} ${record.Type} ${record.SetIdentifier ?? ''}`;

/** Route 53 sorts by name with the labels reversed, then by type, then by set identifier. */
const reversed = (name: string) => name.replace(/\.$/, '').split('.').reverse().join('.');

/**
 * One hosted zone that speaks the REST-XML of Route 53: lists in pages, applies a batch whole or not at all, and refuses a DELETE
 * that does not match. Messages as Route 53 words them.
 */
export function route53Zone(zoneId: string, pageSize: number) {
  const records = new Map<string, ResourceRecordSet>();
  const insync = new Set<string>();
  let changes = 0;

  const put = (record: ResourceRecordSet) => records.set(keyOf(record), record);
  const sorted = () => [...records].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, record]) => record);

  const list = ({ query }: WireRequest): WireAnswer => {
    const all = sorted();
    const { name = '', type = '', identifier = '' } = query as Record<string, string>;
    const from = `${reversed(name)} ${type} ${identifier}`;
    const rest = all.filter((record) => keyOf(record) >= from.trimEnd());
    const next = rest[pageSize];
    const page = rest.slice(0, pageSize).map(recordXml).join('');
    const more =
      next === undefined
        ? ''
        : element('NextRecordName', next.Name ?? '') +
          element('NextRecordType', next.Type ?? '') +
          (next.SetIdentifier === undefined ? '' : element('NextRecordIdentifier', next.SetIdentifier));
    return xml(
      element(
        'ListResourceRecordSetsResponse',
        element('ResourceRecordSets', page) + element('IsTruncated', next !== undefined) + more,
      ),
    );
  };

  const change = ({ body }: WireRequest): WireAnswer => {
    const batch = child(child(parseXml(body), 'ChangeBatch'), 'Changes')?.children ?? [];
    const before = new Map(records);
    const refusals = batch.flatMap((one) => {
      const record = recordIn(child(one, 'ResourceRecordSet'));
      return child(one, 'Action')?.text === 'DELETE' ? remove(record) : create(record);
    });
    if (refusals.length > 0) {
      records.clear();
      for (const [key, record] of before) {
        records.set(key, record);
      }
      return xmlError('InvalidChangeBatch', `[${refusals.join(', ')}]`);
    }
    changes += 1;
    return changeInfo('ChangeResourceRecordSetsResponse', `C${changes}`);
  };

  const remove = (record: ResourceRecordSet): string[] => {
    const found = records.get(keyOf(record));
    if (found === undefined) {
      return [`Tried to delete resource record set ${said(record)} but it was not found`];
    }
    if (recordXml(found) !== recordXml(record)) {
      return [
        `Tried to delete resource record set ${said(record)} but the values provided do not match the current values`,
      ];
    }
    records.delete(keyOf(record));
    return [];
  };

  const create = (record: ResourceRecordSet): string[] => {
    const taken = records.has(keyOf(record));
    put(record);
    return taken ? [`Tried to create resource record set ${said(record)} but it already exists`] : [];
  };

  const changeInfo = (root: string, id: string) =>
    xml(
      element(
        root,
        element(
          'ChangeInfo',
          element('Id', `/change/${id}`) +
            element('Status', insync.has(id) ? 'INSYNC' : 'PENDING') +
            element('SubmittedAt', '2026-11-20T12:00:00Z'),
        ),
      ),
    );

  return {
    records: sorted,
    put,
    clear: () => records.clear(),
    settle: (id: string) => insync.add(id),
    answer: (request: WireRequest): WireAnswer => {
      const change53 = /^\/2013-04-01\/change\/(\w+)$/.exec(request.path)?.[1];
      if (change53 !== undefined) {
        return changeInfo('GetChangeResponse', change53);
      }
      if (!new RegExp(`^/2013-04-01/hostedzone/${zoneId}/rrset/?$`).test(request.path)) {
        return xmlError('NoSuchHostedZone', `No hosted zone found: ${request.path}`, 404);
      }
      return request.method === 'POST' ? change(request) : list(request);
    },
  };
}

const said = (record: ResourceRecordSet) =>
  `[name='${record.Name}', type='${record.Type}', set-identifier='${record.SetIdentifier}']`;

/** The fields in the order of Route 53's schema, which is what makes two texts comparable. */
function recordXml(record: ResourceRecordSet): string {
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
