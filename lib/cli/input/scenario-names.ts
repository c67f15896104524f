import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_FOLDER } from '../../shared/package-folder';

/** The directory of the built-in scenarios. */
export const SCENARIO_FOLDER = join(PACKAGE_FOLDER, 'examples/scenarios');

/** The names of the built-in scenarios. */
export function builtInScenarios(): string[] {
  return readdirSync(SCENARIO_FOLDER)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.replace(/\.yaml$/, ''))
    .sort();
}
