import type { Attachment } from '../attachment';
import { API_GATEWAY } from './api-gateway';
import { CUSTOM } from './custom';
import { DATA } from './data';
import { DEPLOYMENT } from './deployment';
import { DNS } from './dns';
import { EDGE } from './edge';
import { FUNCTIONS } from './functions';
import { IDENTITY } from './identity';
import { LOAD_BALANCING } from './load-balancing';
import { MESSAGING } from './messaging';
import { NETWORK } from './network';
import { OPERATIONS } from './operations';
import { OWN_TYPES } from './own-types';
import { PERMISSIONS } from './permissions';
import { SCALING } from './scaling';

/** The table, by family. */
export const ATTACHMENT_FAMILIES: Readonly<Record<string, readonly Attachment[]>> = {
  'Load balancing': LOAD_BALANCING,
  Names: DNS,
  Network: NETWORK,
  Permissions: PERMISSIONS,
  'Functions and state machines': FUNCTIONS,
  'Messages, events and mail': MESSAGING,
  'Capacity and deployments': SCALING,
  APIs: API_GATEWAY,
  'Content delivery and protection': EDGE,
  'Databases and storage': DATA,
  'Sign-in': IDENTITY,
  Operations: OPERATIONS,
  'Stacks, configuration and logs': DEPLOYMENT,
  'Custom resources of CDK': CUSTOM,
};

const byType = new Map<string, Attachment[]>();
for (const attachment of Object.values(ATTACHMENT_FAMILIES).flat()) {
  for (const type of attachment.types) {
    byType.set(type, [...(byType.get(type) ?? []), attachment]);
  }
}

/** The entries of a type; none if the type is not in the table. */
export function attachmentsOf(type: string): readonly Attachment[] {
  return byType.get(type) ?? [];
}

/**
 * Whether a type is known to change nothing that exists, whatever it refers to. For a type of AWS SAM this is
 * true of the resource itself; what SAM generates from it is another change.
 */
export function isOwnType(type: string): boolean {
  return OWN_TYPES.has(type) || type.startsWith('AWS::Serverless::');
}
