import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkScenario, type Scenario } from '../../rehearsal/scenario';
import { STANDARD_INPUT } from '../../shared/files/file-bytes';
import { didYouMean } from '../../shared/files/similar';
import { readChecked } from '../../shared/read-file';
import { UsageError } from '../../shared/usage-error';
import { builtInScenarios, SCENARIO_FOLDER } from './scenario-names';

/**
 * Reads a built-in scenario by its name, or a scenario from a file.
 * @throws UsageError when there is neither, or the file is not valid
 */
export function findScenario(nameOrFile: string): { readonly name: string; readonly scenario: Scenario } {
  const builtIn = builtInScenarios().includes(nameOrFile);
  const file = builtIn ? join(SCENARIO_FOLDER, `${nameOrFile}.yaml`) : nameOrFile;
  if (!builtIn && file !== STANDARD_INPUT && !existsSync(file)) {
    const names = builtInScenarios();
    throw new UsageError(
      `there is no scenario or file "${nameOrFile}"; built-in scenarios: ${names.join(', ')}` +
        didYouMean(nameOrFile, names),
    );
  }
  return { name: nameOrFile, scenario: readChecked(file, 'scenario', checkScenario) };
}
