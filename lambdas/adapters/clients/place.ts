import { type AccountRole, roleForArn } from '../../core/access/account-role';
import { arnParts } from '../../core/shared/arn';
import { assumedRole } from '../shared/assumed-role';
import { settings } from './settings';

/** Where a client calls. What is left out is that of the function, or of the caller. */
export interface Place {
  /** Absent: the Region of the settings. */
  readonly region?: string | undefined;
  /** The role that is assumed for its calls; absent: none. */
  readonly role?: AccountRole | undefined;
}

/** The settings of a client at a place. */
export function settingsAt({ region, role }: Place = {}) {
  return {
    ...settings,
    ...(region === undefined ? {} : { region }),
    ...(role === undefined ? {} : { credentials: assumedRole(role, region) }),
  };
}

/** Where the resource of an ARN is called: in its Region, through the role of its account if there is one. */
export function placeOfArn(arn: string, roles: readonly AccountRole[] = []): Place {
  const region = arnParts(arn)?.region;
  const role = roleForArn(arn, roles);
  return { ...(region ? { region } : {}), ...(role === undefined ? {} : { role }) };
}

/** Makes what is needed for each place once, when the first call goes there. */
export function oncePerPlace<T>(make: (place: Place) => T): (place: Place) => T {
  const made = new Map<string, T>();
  return ({ region, role }) => {
    const key = JSON.stringify([region, role?.roleArn, role?.externalId]);
    const one = made.get(key) ?? make({ region, role });
    made.set(key, one);
    return one;
  };
}
