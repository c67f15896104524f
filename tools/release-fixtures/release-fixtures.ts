import { readDefinition } from '../../lib/workflow/definition';
import { version } from '../../package.json';
import { casesOfGoldens, casesOfRouters } from './cases';
import { chooseRehearsals } from './choose-rehearsals';
import { currentPlans } from './plans';
import { keptReleases, writeRelease } from './release-files';
import { currentTemplates } from './templates';

/** Keeps what a deployment of this code consists of, and what it writes, for the tests of later releases. */
async function main(name: string): Promise<void> {
  if (keptReleases().includes(name)) {
    throw new Error(`the release ${name} is kept already; name another one`);
  }
  const rehearsals = await chooseRehearsals(casesOfRouters(), casesOfGoldens());
  const folder = writeRelease(name, {
    definitions: { cutover: readDefinition('cutover').text, revert: readDefinition('revert').text },
    plans: currentPlans(),
    rehearsals,
    templates: currentTemplates(),
  });
  console.log(`${rehearsals.length} rehearsals are kept in ${folder}`);
}

void main(process.argv[2] ?? version);
