import { valueKey } from '../same';
import { isSection, type Template, type TemplateResource } from '../template';
import { isSamTemplate } from './macros';
import { idsIn, type SamEvent, samEvents } from './sam-events';
import type { UnseenChange } from './unseen-change';

/**
 * Events that SAM writes into a resource that several functions share. Source: AWS SAM Developer Guide,
 * "Generated AWS CloudFormation resources".
 */
const SHARED: Readonly<
  Record<string, { readonly property: string; readonly implicit?: readonly [id: string, type: string] }>
> = {
  Api: { property: 'RestApiId', implicit: ['ServerlessRestApi', 'AWS::ApiGateway::RestApi'] },
  HttpApi: { property: 'ApiId', implicit: ['ServerlessHttpApi', 'AWS::ApiGatewayV2::Api'] },
  S3: { property: 'Bucket' },
  Cognito: { property: 'UserPool' },
};

/** Events that read from a source, and what SAM creates for them. */
const SOURCES: Readonly<Record<string, { readonly property: string; readonly creates: string }>> = {
  SQS: { property: 'Queue', creates: 'AWS::Lambda::EventSourceMapping' },
  Kinesis: { property: 'Stream', creates: 'AWS::Lambda::EventSourceMapping' },
  DynamoDB: { property: 'Stream', creates: 'AWS::Lambda::EventSourceMapping' },
  MSK: { property: 'Stream', creates: 'AWS::Lambda::EventSourceMapping' },
  MQ: { property: 'Broker', creates: 'AWS::Lambda::EventSourceMapping' },
  DocumentDB: { property: 'Cluster', creates: 'AWS::Lambda::EventSourceMapping' },
  SelfManagedKafka: { property: 'Topics', creates: 'AWS::Lambda::EventSourceMapping' },
  SNS: { property: 'Topic', creates: 'AWS::SNS::Subscription' },
  CloudWatchLogs: { property: 'LogGroupName', creates: 'AWS::Logs::SubscriptionFilter' },
};

/** What SAM changes beyond the resources that the templates list. */
export function samGenerated(old: Template, fresh: Template): UnseenChange[] {
  if (!isSamTemplate(old) && !isSamTemplate(fresh)) {
    return [];
  }
  const [before, after] = [samEvents(old), samEvents(fresh)];
  return [
    ...sharedChanges(old, fresh, before, after),
    ...after
      .filter(({ owner }) => !(owner in old.resources))
      .flatMap((event) => newReader(event, old, fresh)),
    ...Object.keys(fresh.resources)
      .filter((id) => !(id in old.resources))
      .flatMap((id) => attached(id, old, fresh)),
  ];
}

function sharedChanges(
  old: Template,
  fresh: Template,
  before: readonly SamEvent[],
  after: readonly SamEvent[],
): UnseenChange[] {
  const targets = new Set([...before, ...after].flatMap((event) => targetOf(event) ?? []));
  return [...targets].flatMap((id): UnseenChange[] => {
    const [had, has] = [before, after].map((events) => events.filter((event) => targetOf(event) === id));
    const type = implicitType(id) ?? fresh.resources[id]?.Type ?? old.resources[id]?.Type ?? '';
    const existed = implicitType(id) === null ? id in old.resources : (had ?? []).length > 0;
    const isThere = implicitType(id) === null ? id in fresh.resources : (has ?? []).length > 0;
    const changed = differing(had ?? [], has ?? []);
    if (!existed || changed.length === 0) {
      return [];
    }
    const events = changed.map(({ owner, name }) => `${name} of ${owner}`).join(', ');
    const note = isThere
      ? `SAM writes it from the events of all functions, and events differ: ${events}. What it serves today` +
        ' is deployed again with them.'
      : `SAM wrote it from events that are gone: ${events}.`;
    return [{ logicalId: id, type, action: isThere ? 'Modify' : 'Remove', notes: [note] }];
  });
}

/** The logical id of the shared resource that an event is written into; null for other events. */
function targetOf({ type, properties }: SamEvent): string | null {
  const shared = SHARED[type];
  if (shared === undefined) {
    return null;
  }
  const given = properties[shared.property];
  return given === undefined ? (shared.implicit?.[0] ?? null) : (idsIn(given)[0] ?? null);
}

function implicitType(id: string): string | null {
  const shared = Object.values(SHARED).find(({ implicit }) => implicit?.[0] === id);
  return shared?.implicit?.[1] ?? null;
}

/** The events that only one side has, by their whole content. */
function differing(had: readonly SamEvent[], has: readonly SamEvent[]): SamEvent[] {
  const keyOf = ({ owner, name, type, properties }: SamEvent) => valueKey([owner, name, type, properties]);
  const [old, fresh] = [new Set(had.map(keyOf)), new Set(has.map(keyOf))];
  const all = [
    ...had.filter((event) => !fresh.has(keyOf(event))),
    ...has.filter((event) => !old.has(keyOf(event))),
  ];
  const names = new Set<string>();
  return all.filter(({ owner, name }) => {
    const isNew = !names.has(`${owner} ${name}`);
    names.add(`${owner} ${name}`);
    return isNew;
  });
}

/** A new function that reads from a source which is there already, or which is not in the template. */
function newReader(
  { owner, name, type, properties }: SamEvent,
  old: Template,
  fresh: Template,
): UnseenChange[] {
  const source = SOURCES[type];
  const given = source === undefined ? undefined : properties[source.property];
  if (source === undefined || given === undefined) {
    return [];
  }
  const inTemplate = idsIn(given).filter((id) => id in fresh.resources);
  const isNew = inTemplate.length > 0 && inTemplate.every((id) => !(id in old.resources));
  const what = inTemplate[0] ?? `a ${source.property} outside of the template`;
  const note = `SAM creates it from event ${name} of ${owner}: it reads from ${what}, which exists already.`;
  return isNew ? [] : [{ logicalId: `${owner}${name}`, type: source.creates, action: 'Add', notes: [note] }];
}

/** A new resource of SAM that changes something else: the role of a function, or a record. */
function attached(id: string, old: Template, fresh: Template): UnseenChange[] {
  const { Type: type, Properties } = fresh.resources[id] as TemplateResource;
  const found = (note: string): UnseenChange[] => [{ logicalId: id, type, action: 'Add', notes: [note] }];
  if (type === 'AWS::Serverless::Connector') {
    const ends = [Properties.Source, Properties.Destination].flatMap((end) =>
      [end ?? []].flat().flatMap((one) => (isSection(one) && typeof one.Id === 'string' ? [one.Id] : [])),
    );
    const there = ends.filter((end) => end in old.resources);
    return there.length === 0
      ? []
      : found(`SAM writes policies for what it connects: ${there.join(', ')} is there already.`);
  }
  const domain = /^AWS::Serverless::(?:Http)?Api$/.test(type) ? Properties.Domain : undefined;
  return isSection(domain) && domain.Route53 !== undefined
    ? found('SAM creates records from its Domain.Route53, and a record may have a name that is in use.')
    : [];
}
