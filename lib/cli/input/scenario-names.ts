import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The directory of the built-in scenarios. */
export const SCENARIO_FOLDER = join(__dirname, '../../../examples/scenarios');

/** The names of the built-in scenarios. */
export function builtInScenarios(): string[] {
  return readdirSync(SCENARIO_FOLDER)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.replace(/\.yaml$/, ''))
    .sort();
}
