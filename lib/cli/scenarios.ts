import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkScenario, type Scenario } from '../rehearsal/scenario';
import { readChecked } from './read-file';
import { UsageError } from './terminal';

const FOLDER = join(__dirname, '..', '..', 'examples', 'scenarios');

/** Names of the scenarios that come with Cutover. */
export function builtInScenarios(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.replace(/\.yaml$/, ''))
    .sort();
}

/** A scenario by the name of a built-in one, or from a file. */
export function findScenario(nameOrFile: string): { readonly name: string; readonly scenario: Scenario } {
  const builtIn = builtInScenarios().includes(nameOrFile);
  const file = builtIn ? join(FOLDER, `${nameOrFile}.yaml`) : nameOrFile;
  if (!builtIn && !existsSync(file)) {
    const known = builtInScenarios().join(', ');
    throw new UsageError(`there is no scenario "${nameOrFile}", nor a file of that name; known: ${known}`);
  }
  return { name: nameOrFile, scenario: readChecked(file, 'scenario', checkScenario) };
}
