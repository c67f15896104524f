import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { writeFolder } from '../../../lib/cli/output/write-folder';
import { temporaryFiles } from '../../support/cli/temporary-files';

const { folder, path } = temporaryFiles();

test('takes the place of an empty folder, with folders in it', () => {
  mkdirSync(path('empty'));
  writeFolder(path('empty'), [
    { path: 'a.json', content: '1' },
    { path: 'b/c.json', content: '2' },
  ]);
  expect(readFileSync(join(path('empty'), 'b', 'c.json'), 'utf8')).toBe('2');
  expect(readdirSync(folder)).toEqual(['empty']);
});

test('leaves nothing behind when a file cannot be written', () => {
  const files = [
    { path: 'a', content: '1' },
    { path: 'a/b', content: '2' },
  ];
  expect(() => writeFolder(path('half'), files)).toThrow(/^cannot write to the folder ".*half": /);
  expect(readdirSync(folder)).toEqual(['empty']);
});
