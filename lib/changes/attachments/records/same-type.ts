import type { AttachmentFinding } from '../attachment';
import type { ComparedStacks } from '../compared';
import { addedRecords, maySameZone, type TemplateRecord } from './record';

/** A record beside live ones of the same name and type. */
export function sameTypeFindings(
  record: TemplateRecord,
  live: readonly TemplateRecord[],
  beside: readonly TemplateRecord[],
  world: ComparedStacks,
): AttachmentFinding[] {
  const place = `${record.name} ${record.type}`;
  if (live.some(({ policy }) => policy !== record.policy) || record.policy === 'simple') {
    const note = `${place} has a live record that it cannot stand beside: Route 53 refuses it.`;
    return [{ risk: 'high', note }];
  }
  if (live.some(({ setIdentifier }) => setIdentifier === record.setIdentifier)) {
    const note = `${place} has the set identifier ${record.setIdentifier} already: Route 53 refuses it.`;
    return [{ risk: 'high', note }];
  }
  switch (record.policy) {
    case 'weighted':
      return [weighted(record, [...live, ...siblings(record, beside, world)], place)];
    case 'failover':
      return [failover(record, place)];
    default: {
      const note = `It takes a share of the queries for ${place} from the live records (${record.policy}).`;
      return [{ risk: 'high', note }];
    }
  }
}

/** The other records of the same name and type that are added with it. */
function siblings(
  record: TemplateRecord,
  beside: readonly TemplateRecord[],
  world: ComparedStacks,
): readonly TemplateRecord[] {
  const all = new Map([...addedRecords(world), ...beside].map((one) => [identity(one), one]));
  all.delete(identity(record));
  return [...all.values()].filter(
    ({ name, type, zone }) => name === record.name && type === record.type && maySameZone(zone, record.zone),
  );
}

function identity({ stack, logicalId, name, type, setIdentifier }: TemplateRecord): string {
  return [stack, logicalId, name, type, setIdentifier].join(' ');
}

function weighted(
  { weight }: TemplateRecord,
  others: readonly TemplateRecord[],
  place: string,
): AttachmentFinding {
  if (weight === null || others.some((one) => one.weight === null)) {
    const note = `It takes a share of the queries for ${place} that is not known: a weight cannot be read.`;
    return { risk: 'high', note };
  }
  const sum = others.reduce((total, one) => total + (one.weight ?? 0), weight);
  if (sum === 0) {
    const count = others.length + 1;
    const note =
      `Every weight of ${place} is 0, so that Route 53 returns all ${count} records equally: it takes` +
      ` ${percent(1 / count)} of the queries (Route 53, "Weighted routing").`;
    return { risk: 'high', note };
  }
  if (weight === 0) {
    return { risk: 'safe', note: `Its weight is 0 beside live records of ${place} with a weight above 0.` };
  }
  const share = percent(weight / sum);
  const note = `It takes ${share} of the queries for ${place} at once (weight ${weight} of ${sum}).`;
  return { risk: 'high', note };
}

function failover({ failover: role }: TemplateRecord, place: string): AttachmentFinding {
  return role === 'SECONDARY'
    ? { risk: 'medium', note: `It answers queries for ${place} while the live primary record is unhealthy.` }
    : { risk: 'high', note: `It answers the queries for ${place} in place of the live secondary record.` };
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}
