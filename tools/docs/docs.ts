import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fill, generatedSections } from './sections';

/** Writes the generated parts of README.md anew. A test fails while they are not what the code says. */
async function main(): Promise<void> {
  const file = join(__dirname, '../../README.md');
  writeFileSync(file, fill(readFileSync(file, 'utf8'), await generatedSections()));
}

void main();
