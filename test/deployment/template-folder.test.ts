import { mkdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { zipOfFolder } from '../../lib/deployment/template-folder';
import { temporaryFiles } from '../support/cli/temporary-files';

const files = temporaryFiles();

/** A folder with two files that were written in an order, at a time. */
function folder(name: string, order: readonly string[], time: number): string {
  mkdirSync(join(files.path(name), 'inner'), { recursive: true });
  for (const file of order) {
    utimesSync(files.write(`${name}/${file}`, `the text of ${file}`), time, time);
  }
  return files.path(name);
}

test('an archive has every file, readable by everyone, with its path', () => {
  const archive = zipOfFolder(folder('one', ['z.js', 'inner/data.json'], 1_000_000_000));
  const texts = Object.entries(unzipSync(archive)).map(([name, bytes]) => [name, strFromU8(bytes)]);
  // In the order of their paths, whatever that of the file system.
  expect(texts).toEqual([
    ['inner/data.json', 'the text of inner/data.json'],
    ['z.js', 'the text of z.js'],
  ]);
  // The central directory (PKWARE APPNOTE 4.3.12): made by Unix, and a regular file with mode 644.
  const at = Buffer.from(archive).indexOf('PK\u0001\u0002');
  expect(archive[at + 5]).toBe(3);
  expect(Buffer.from(archive).readUInt32LE(at + 38) >>> 16).toBe(0o100644);
});

test('the same files give the same bytes, whenever and in whichever order they were written', () => {
  const one = zipOfFolder(folder('a', ['z.js', 'inner/data.json'], 1_000_000_000));
  const other = zipOfFolder(folder('b', ['inner/data.json', 'z.js'], 1_700_000_000));
  expect(Buffer.from(other).equals(Buffer.from(one))).toBe(true);
  // 1980-01-01 00:00, which has no time zone (PKWARE APPNOTE 4.4.6).
  expect([...one.subarray(10, 14)]).toEqual([0, 0, 0x21, 0]);
});
