import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../../lambdas/handlers');

/** Every handler that can be deployed, sorted: each exports `handler`, and the files beside them do not. */
export function handlers(): readonly string[] {
  return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => /^export const handler\b/m.test(readFileSync(join(FOLDER, file), 'utf8')))
    .map((file) => file.replace(/\.ts$/, ''))
    .sort();
}
