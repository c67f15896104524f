import { type LookupAddress, type LookupAllOptions, promises } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { type AddressGuard, AddressRefusedError } from './address-guard';

/** Resolves a host name to all its addresses; `dns.promises.lookup` by default. */
export type Resolve = (hostname: string, options: LookupAllOptions) => Promise<readonly LookupAddress[]>;

/**
 * A `lookup` for `net.connect` that returns only addresses that the guard allows at the port. It checks the
 * addresses of the connection itself, so a name that resolves differently the second time (DNS rebinding)
 * cannot bypass it. Node.js does not call `lookup` for a host that is an IP address.
 */
export function guardedLookup(
  guard: AddressGuard,
  port: number,
  resolve: Resolve = promises.lookup,
): LookupFunction {
  return (hostname, options, callback) => {
    const { family, hints } = options;
    const wanted: LookupAllOptions = { all: true, family: family ?? 0, hints: hints ?? 0 };
    resolve(hostname, wanted).then(
      (found) => {
        const [first, ...others] = found.filter(({ address }) => guard(address, port) === null);
        if (first === undefined) {
          callback(new AddressRefusedError(), '', 0);
        } else if (options.all) {
          callback(null, [first, ...others]);
        } else {
          callback(null, first.address, first.family);
        }
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };
}
