import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ROOT, readPage } from './pages';

const FOLDER = 'docs/decisions';
const files = readdirSync(join(ROOT, FOLDER)).filter((file) => file !== 'README.md');
const index = readPage(`${FOLDER}/README.md`).text;

test.each(files)('%s is in the index, under its number and its title', (file) => {
  const [, number, title] = /^# (\d+)\. (.+)$/m.exec(readPage(`${FOLDER}/${file}`).text) ?? [];
  expect(Number(file.slice(0, 4))).toBe(Number(number));
  expect(index).toContain(`| ${number} | [${title}](${file}) |`);
});
