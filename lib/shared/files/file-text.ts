import { UsageError } from '../usage-error';
import { fileName, readBytes } from './file-bytes';

/** The largest text file, in MiB. A template of CloudFormation has at most 1 MB. */
const LIMIT_MIB = 16;

/** Encodings by the first bytes that they begin with. UTF-32 comes first: it begins like UTF-16. */
const MARKS: readonly (readonly [string, readonly number[]])[] = [
  ['UTF-32LE', [0xff, 0xfe, 0x00, 0x00]],
  ['UTF-32BE', [0x00, 0x00, 0xfe, 0xff]],
  ['UTF-16LE', [0xff, 0xfe]],
  ['UTF-16BE', [0xfe, 0xff]],
];

/** Bytes at the start of a file that show its encoding. */
const SAMPLE = 4_096;
/** Share of zero bytes from which text without a mark is UTF-16: Latin letters have one in two. */
const UTF16_SHARE = 0.3;

/**
 * The content of a text file in UTF-8, without its byte order mark; of standard input for `-`.
 * @param what what the file is, such as `plan`, for the message
 * @param limitMib the largest file, in MiB
 * @throws UsageError when it cannot be read, is larger, or is not text in UTF-8
 */
export function readText(file: string, what: string, limitMib: number = LIMIT_MIB): string {
  const bytes = readBytes(file, what, limitMib);
  const failure = (why: string) => new UsageError(`cannot read the ${what} ${fileName(file)}: ${why}`);
  const encoding = wideEncodingOf(bytes);
  if (encoding !== null) {
    throw failure(
      `it is ${encoding}; save it as UTF-8, such as by: iconv -f ${encoding} -t UTF-8` +
        (file === '-' ? '' : ` ${file}`),
    );
  }
  if (bytes.includes(0)) {
    throw failure('it is not a text file: it has zero bytes');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw failure(
      'it is not text in UTF-8; save it as UTF-8, such as by: iconv -f ISO-8859-1 -t UTF-8, or with the' +
        ' encoding that it has',
    );
  }
}

/** The encoding of text of two or four bytes per character, with or without a mark; null for any other. */
function wideEncodingOf(bytes: Buffer): string | null {
  const marked = MARKS.find(([, mark]) => mark.every((byte, i) => bytes[i] === byte));
  if (marked !== undefined) {
    return marked[0];
  }
  const sample = bytes.subarray(0, SAMPLE - (SAMPLE % 2));
  const zeros = [0, 0];
  for (const [i, byte] of sample.entries()) {
    zeros[i % 2] = (zeros[i % 2] ?? 0) + (byte === 0 ? 1 : 0);
  }
  const [even = 0, odd = 0] = zeros;
  if (even + odd < UTF16_SHARE * sample.length || (even > 0 && odd > 0)) {
    return null;
  }
  return odd > 0 ? 'UTF-16LE' : even > 0 ? 'UTF-16BE' : null;
}
