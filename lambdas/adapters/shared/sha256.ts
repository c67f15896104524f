import { createHash } from 'node:crypto';
import type { Digest } from '../../ports';

/** SHA-256, in hexadecimal. */
export const sha256: Digest = (text) => createHash('sha256').update(text).digest('hex');
