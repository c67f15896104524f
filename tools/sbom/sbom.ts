import { writeFileSync } from 'node:fs';
import { name } from '../../package.json';
import { bundledPackages } from './bundle-packages';
import { billOfBundles } from './cyclonedx';
import { npmSbom } from './npm-sbom';

/** Writes the bill of materials of the deployed functions to a file, or to standard output. */
async function main([file]: readonly string[]): Promise<void> {
  const bill = `${JSON.stringify(billOfBundles(npmSbom(), await bundledPackages(), name), null, 2)}\n`;
  if (file === undefined) {
    process.stdout.write(bill);
  } else {
    writeFileSync(file, bill);
  }
}

void main(process.argv.slice(2));
