import * as v from 'valibot';
import type { OrLater } from '../routers/config-fields';
import { addressRangeSchema } from '../routers/route53/address-range';
import { listOf, wholeNumber } from '../validation/fields';

/** A private network that smoke tests may connect to. */
export interface AllowedNetwork {
  /** Its addresses, such as `10.1.0.0/16` or `fd12:3456:789a::/48`. */
  readonly cidr: string;
  /**
   * The ports that smoke tests may connect to there.
   * @default [80, 443]
   */
  readonly ports?: readonly number[];
}

/** The same, with its ports. */
export interface PrivateNetwork {
  readonly cidr: string;
  readonly ports: readonly number[];
}

/**
 * An entry of `allowedPrivateNetworks`, in the construct's props, in the CDK context and in the variable.
 * @param orLater wraps the CIDR, which may be known at deployment only; by default it is known
 */
export const privateNetworkSchema = (orLater: OrLater = (schema) => schema) =>
  v.strictObject({
    cidr: orLater(addressRangeSchema),
    ports: v.exactOptional(v.pipe(listOf(wholeNumber(1, 65_535), 1, 20, 'ports'), v.readonly()), [80, 443]),
  });
