import { type LookupAddress, type LookupAllOptions, promises } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { type AddressGuard, AddressRefusedError } from './address-guard';

/** Every address of a host name; `dns.promises.lookup` by default. */
export type Resolve = (hostname: string, options: LookupAllOptions) => Promise<readonly LookupAddress[]>;

/**
 * A `lookup` for `net.connect` that answers only with addresses that the guard lets through. It guards the very addresses that are connected to, so
 * a name that answers differently the second time gains nothing. Note that Node looks nothing up for a host that is an
 * address already.
 */
export function guardedLookup(guard: AddressGuard, resolve: Resolve = promises.lookup): LookupFunction {
  return (hostname, options, callback) => {
    const { family, hints } = options;
    const wanted: LookupAllOptions = { all: true, family: family ?? 0, hints: hints ?? 0 };
    resolve(hostname, wanted).then(
      (found) => {
        const [first, ...others] = found.filter(({ address }) => guard(address) === null);
        if (first === undefined) {
          const address = found[0]?.address ?? 'none';
          callback(new AddressRefusedError(address, guard(address) ?? 'missing'), '', 0);
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
