import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where the scenarios that come with Cutover are. */
export const SCENARIO_FOLDER = join(__dirname, '../../../examples/scenarios');

/** Names of the scenarios that come with Cutover. */
export function builtInScenarios(): string[] {
  return readdirSync(SCENARIO_FOLDER)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.replace(/\.yaml$/, ''))
    .sort();
}
