import { valueKey } from '../../same';
import type { AttachmentFinding, Judge } from '../attachment';
import type { PlacedResource } from '../compared';
import { listed } from '../notes';
import { isKnown } from '../value-text';
import { isUnder, isWildcard, wildcardFor } from './dns-names';
import { otherTypeFindings } from './other-types';
import { maySameZone, recordsOf, type TemplateRecord, templateRecords } from './record';
import { sameTypeFindings } from './same-type';

/** An added record, compared with the records that exist in its zone. */
export const judgeRecordSet: Judge = (added) => judgeAdded(recordsOf(added), added);

/** Each record of an added group, compared with the records that exist in its zone. */
export const judgeRecordGroup: Judge = judgeRecordSet;

/** The records that a modified group gets: additions too. */
export function newMemberFindings(placed: PlacedResource): readonly AttachmentFinding[] {
  const { stack, logicalId, resource, world } = placed;
  const before = stack.old.resources[logicalId];
  if (resource.Type !== 'AWS::Route53::RecordSetGroup' || before?.Type !== resource.Type) {
    return [];
  }
  const known = recordsOf({ ...placed, resource: before }).map(keyOf);
  const added = recordsOf(placed).filter((record) => !known.includes(keyOf(record)));
  const live = templateRecords(world).filter(
    (record) => !(isOf(record, placed) && added.some((one) => keyOf(one) === keyOf(record))),
  );
  return added.flatMap((record) => judgeRecord(record, live, added, world));
}

function judgeAdded(added: readonly TemplateRecord[], placed: PlacedResource): readonly AttachmentFinding[] {
  const live = templateRecords(placed.world).filter((record) => !isOf(record, placed));
  return added
    .filter(({ isInNewZone }) => !isInNewZone)
    .flatMap((record) => judgeRecord(record, live, added, placed.world));
}

function judgeRecord(
  record: TemplateRecord,
  allLive: readonly TemplateRecord[],
  beside: readonly TemplateRecord[],
  world: PlacedResource['world'],
): readonly AttachmentFinding[] {
  const live = allLive.filter(({ zone }) => maySameZone(zone, record.zone));
  if (live.length === 0) {
    return [outside(record)];
  }
  if (!isKnown(record.name) && !live.some(({ name }) => name === record.name)) {
    const note = 'Its name is known only at the deployment, and is not compared with the live names.';
    return [{ risk: 'medium', note }];
  }
  const here = live.filter(({ name }) => name === record.name);
  const same = here.filter(({ type }) => type === record.type);
  if (same.length > 0) {
    return sameTypeFindings(record, same, beside, world);
  }
  return [
    ...(here.length > 0 ? otherTypeFindings(record, here) : freeNameFindings(record, live)),
    ...delegationFindings(record, live),
  ];
}

function outside({ zone }: TemplateRecord): AttachmentFinding {
  const which = zone.id ?? zone.name ?? 'of the record';
  const note =
    `No other record of the hosted zone ${which.replace(/[<>]/g, '')} is among what is compared: whether` +
    ' its name is in use, or under a wildcard, is not known.';
  return { risk: 'safe', note };
}

function freeNameFindings(record: TemplateRecord, live: readonly TemplateRecord[]): AttachmentFinding[] {
  const exists = (name: string) =>
    live.some((one) => one.name === name || (!name.startsWith('*.') && isUnder(one.name, name)));
  const wildcard = wildcardFor(record.name, exists);
  if (wildcard !== null) {
    const note = `It takes ${record.name} from the live wildcard ${wildcard}, for every record type.`;
    return [{ risk: 'high', note }];
  }
  if (isWildcard(record.name)) {
    const note = `It answers every name below ${record.name.slice(2)} that has no record until now.`;
    return [{ risk: 'medium', note }];
  }
  return [];
}

function delegationFindings(record: TemplateRecord, live: readonly TemplateRecord[]): AttachmentFinding[] {
  const isApex = record.zone.name === record.name;
  if (record.type !== 'NS' || isApex) {
    return [];
  }
  const taken = live.filter(({ name }) => name === record.name || isUnder(name, record.name));
  const names = listed(taken.map(({ name }) => name));
  const note = `It delegates ${record.name}: the live records ${names} are no longer answered by this zone.`;
  return taken.length === 0 ? [] : [{ risk: 'high', note }];
}

function isOf({ logicalId, stack }: TemplateRecord, placed: PlacedResource): boolean {
  return logicalId === placed.logicalId && stack === placed.stack.stack;
}

function keyOf({ name, type, setIdentifier }: TemplateRecord): string {
  return valueKey([name, type, setIdentifier]);
}
