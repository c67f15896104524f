import type { AttachmentFinding } from '../attachment';
import type { TemplateRecord } from './record';

/** Types with which clients connect to a name: an added one may move part of them. */
const CONNECTING = new Set(['A', 'AAAA', 'HTTPS', 'SVCB']);

/** What an added type does at a name that clients use. */
const EFFECTS: Readonly<Record<string, AttachmentFinding>> = {
  AAAA: { risk: 'high', note: 'clients with IPv6 prefer it to the A record' },
  HTTPS: { risk: 'high', note: 'clients that ask for HTTPS records connect where it says' },
  SVCB: { risk: 'high', note: 'clients that ask for SVCB records connect where it says' },
  A: { risk: 'medium', note: 'clients without IPv6 connect where it says' },
  MX: { risk: 'medium', note: 'mail for the name goes where it says' },
  CAA: { risk: 'medium', note: 'certificates for the name are issued only by the authorities that it names' },
  SRV: { risk: 'medium', note: 'clients that ask for SRV records connect where it says' },
  NAPTR: { risk: 'medium', note: 'clients that ask for NAPTR records connect where it says' },
  DS: { risk: 'high', note: 'resolvers that validate refuse answers that it does not match' },
};

/** A record of another type than the live ones of its name. */
export function otherTypeFindings(
  record: TemplateRecord,
  live: readonly TemplateRecord[],
): AttachmentFinding[] {
  const types = [...new Set(live.map(({ type }) => type))];
  const place = `${record.name} has live records of type ${types.join(', ')}`;
  if (record.type === 'CNAME' || types.includes('CNAME')) {
    const note = `${place}, and a CNAME stands beside no other type: Route 53 refuses it.`;
    return [{ risk: 'high', note }];
  }
  const effect = Object.hasOwn(EFFECTS, record.type) ? EFFECTS[record.type] : undefined;
  const isMoot = CONNECTING.has(record.type) && !types.some((type) => CONNECTING.has(type));
  if (effect === undefined || isMoot) {
    return [];
  }
  return [{ risk: effect.risk, note: `${place}: ${effect.note}.` }];
}
