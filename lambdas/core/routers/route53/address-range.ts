import * as v from 'valibot';

/** A range of addresses: the bits of its family, its first address, and how many bits are fixed. */
interface AddressRange {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly prefix: number;
}

const MUST =
  'must be an IP address, or a range that begins with its first address, such as 192.0.2.0/24 or ' +
  '2001:db8::/32';

/** An address, or a range of addresses in CIDR notation. */
export const addressRangeSchema = v.pipe(
  v.string(MUST),
  v.check((text) => rangeOf(text) !== null, MUST),
  v.description(MUST),
);

/** Whether an address lies in a range. Text that is neither lies in none. */
export function isInRange(address: string, range: string): boolean {
  const [one, all] = [rangeOf(address), rangeOf(range)];
  if (one === null || all === null || one.bits !== all.bits || one.prefix !== one.bits) {
    return false;
  }
  const free = BigInt(all.bits - all.prefix);
  return one.first >> free === all.first >> free;
}

/** Null for text that is no range, and for one with bits after its prefix, whose meaning is unclear. */
function rangeOf(text: string): AddressRange | null {
  const [, address = '', fixed] = /^([\da-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? [];
  const first = address.includes(':') ? value6(address) : value4(address);
  if (first === null) {
    return null;
  }
  const bits = address.includes(':') ? 128 : 32;
  const prefix = fixed === undefined ? bits : Number(fixed);
  const isWhole = prefix <= bits && first % (1n << BigInt(bits - prefix)) === 0n;
  return isWhole ? { bits, first, prefix } : null;
}

function value4(text: string): bigint | null {
  const parts = text.split('.');
  const isAddress =
    parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
  return isAddress ? parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) : null;
}

function value6(text: string): bigint | null {
  if (!URL.canParse(`http://[${text}]`)) {
    return null;
  }
  // In its shortest form, with at most one "::" and no dots.
  const [left = '', right] = new URL(`http://[${text}]`).hostname.slice(1, -1).split('::');
  const groups = (half: string) => (half === '' ? [] : half.split(':'));
  const [before, after] = [groups(left), groups(right ?? '')];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}
