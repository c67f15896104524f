import type { AccountRole } from '../../core/access/account-role';
import { oncePerPlace, type Place, placeOfArn } from './place';

/** Clients of other places, beside the client of the function's own. */
export interface Elsewhere<Client> {
  /** The client of the place of an ARN: its Region, and the role of its account. */
  forArn(arn: string): Client;
  inRegion(region: string): Client;
}

/** A client of the function's own place, from which those of other places can be had. */
export type Everywhere<Client> = Client & { readonly elsewhere?: Elsewhere<Client> };

/**
 * Makes the client of the function's own place, and one client for each other place when it is first needed.
 * @param roles of other accounts
 */
export function everywhere<Client extends object>(
  make: (place?: Place) => Client,
  roles: readonly AccountRole[] = [],
): Everywhere<Client> {
  const at = oncePerPlace<Client>(make);
  const elsewhere: Elsewhere<Client> = {
    forArn: (arn) => at(placeOfArn(arn, roles)),
    inRegion: (region) => at({ region }),
  };
  return Object.assign(make(), { elsewhere });
}
