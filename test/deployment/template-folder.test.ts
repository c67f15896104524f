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
  const archive = zipOfFolder(folder('one', ['index.js', 'inner/data.json'], 1_000_000_000));
  const texts = Object.entries(unzipSync(archive)).map(([name, bytes]) => [name, strFromU8(bytes)]);
  expect(texts).toEqual([
    ['index.js', 'the text of index.js'],
    ['inner/data.json', 'the text of inner/data.json'],
  ]);
  // The central directory (PKWARE APPNOTE 4.3.12): made by Unix, and a regular file with mode 644.
  const at = Buffer.from(archive).indexOf('PK\u0001\u0002');
  expect(archive[at + 5]).toBe(3);
  expect(Buffer.from(archive).readUInt32LE(at + 38) >>> 16).toBe(0o100644);
});

test('the same files give the same bytes, whenever, wherever and in which order they were written', () => {
  const before = process.env.TZ;
  const one = zipOfFolder(folder('a', ['index.js', 'inner/data.json'], 1_000_000_000));
  process.env.TZ = 'Pacific/Auckland';
  const other = zipOfFolder(folder('b', ['inner/data.json', 'index.js'], 1_700_000_000));
  process.env.TZ = before ?? 'UTC';
  expect(Buffer.from(other).equals(Buffer.from(one))).toBe(true);
});
