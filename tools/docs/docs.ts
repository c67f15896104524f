import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedPages, renderPage } from './pages';

/** Writes the generated parts of README.md and docs. A test fails while they do not match the code. */
async function main(): Promise<void> {
  for (const file of generatedPages) {
    writeFileSync(join(__dirname, '../..', file), await renderPage(file));
    console.log(file);
  }
}

void main();
