import { writeFileSync } from 'node:fs';
import { SPECIFICATION_FILE } from '../../lib/changes/specification/specification';
import { specificationTable, specificationText } from './specification-table';

const text = specificationText(specificationTable());
writeFileSync(SPECIFICATION_FILE, text);
console.log(`${SPECIFICATION_FILE}: ${Math.round(text.length / 1_000)} kB`);
