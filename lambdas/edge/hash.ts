import type { HashName } from './config';

/** The number of buckets. Users in buckets below the percent are on the new side. */
export const BUCKETS = 100;

/**
 * The bucket of a user, 0 to 99. It depends only on the name, so a rising percent only adds users to the new
 * side.
 */
export function bucketOf(hash: HashName, user: string): number {
  return hash === 'b' ? bucketB(user) : fmix32(fnv1a(user)) % BUCKETS;
}

/** The hash of system B: Java's `String.hashCode`, then `+ 2^31`, modulo 100. */
function bucketB(user: string): number {
  let h = 0;
  for (let i = 0; i < user.length; i += 1) {
    h = (h * 31 + user.charCodeAt(i)) | 0;
  }
  return (h + 2147483648) % BUCKETS;
}

/** 32-bit FNV-1a of the name's UTF-8 bytes (draft-eastlake-fnv). */
export function fnv1a(text: string): number {
  const bytes = Buffer.from(text, 'utf8');
  let h = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i += 1) {
    h = Math.imul(h ^ (bytes[i] as number), 0x01000193);
  }
  return h >>> 0;
}

/** The finalizer of MurmurHash3. FNV alone preserves parity, so it would fill only every second bucket. */
export function fmix32(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
