import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkScenario, type Scenario } from '../../rehearsal/scenario';
import { readChecked } from '../../shared/read-file';
import { UsageError } from '../../shared/usage-error';
import { builtInScenarios, SCENARIO_FOLDER } from './scenario-names';

/** A scenario by the name of a built-in one, or from a file. */
export function findScenario(nameOrFile: string): { readonly name: string; readonly scenario: Scenario } {
  const builtIn = builtInScenarios().includes(nameOrFile);
  const file = builtIn ? join(SCENARIO_FOLDER, `${nameOrFile}.yaml`) : nameOrFile;
  if (!builtIn && !existsSync(file)) {
    const known = builtInScenarios().join(', ');
    throw new UsageError(`there is no scenario "${nameOrFile}", nor a file of that name; known: ${known}`);
  }
  return { name: nameOrFile, scenario: readChecked(file, 'scenario', checkScenario) };
}
