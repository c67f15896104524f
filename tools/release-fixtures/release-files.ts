import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { KeptPlan } from './plans';
import type { RecordedRehearsal } from './recorded-rehearsal';
import type { TemplateJson } from './templates';

const FOLDER = join(__dirname, '../../test/fixtures/releases');

/** Everything that is kept of a release. */
export interface KeptRelease {
  /** The files of its two state machines, by their names. */
  readonly definitions: Readonly<Record<'cutover' | 'revert', string>>;
  readonly plans: readonly KeptPlan[];
  readonly rehearsals: readonly RecordedRehearsal[];
  /** The templates of its stacks, by their names. */
  readonly templates: Readonly<Record<string, TemplateJson>>;
}

const PARTS = ['definitions', 'plans', 'rehearsals', 'templates'] as const satisfies (keyof KeptRelease)[];

/** The releases that are kept, by their names. */
export function keptReleases(): readonly string[] {
  return existsSync(FOLDER) ? readdirSync(FOLDER).sort() : [];
}

/** Reads a release. @throws Error when it is not kept, or a file is missing */
export function readRelease(name: string): KeptRelease {
  const read = (part: string) =>
    JSON.parse(gunzipSync(readFileSync(join(FOLDER, name, `${part}.json.gz`))).toString('utf8'));
  return Object.fromEntries(PARTS.map((part) => [part, read(part)])) as unknown as KeptRelease;
}

/**
 * Keeps a release. What is kept never changes: it is what was deployed.
 * @returns the folder
 * @throws Error when one of this name is kept already
 */
export function writeRelease(name: string, release: KeptRelease): string {
  const folder = join(FOLDER, name);
  if (existsSync(folder)) {
    throw new Error(`${folder} exists already; what is kept of a release never changes: use another name`);
  }
  mkdirSync(folder, { recursive: true });
  for (const part of PARTS) {
    writeFileSync(join(folder, `${part}.json.gz`), gzipSync(JSON.stringify(release[part]), { level: 9 }));
  }
  writeFileSync(join(folder, 'contents.json'), `${JSON.stringify(contentsOf(release), null, 2)}\n`);
  return folder;
}

/** What is in the compressed files, to read. */
function contentsOf({ plans, rehearsals, templates }: KeptRelease) {
  return {
    plans: plans.map(({ file }) => file),
    rehearsals: rehearsals.map(({ name, outcome, steps }) => `${name}: ${outcome}, ${steps.length} steps`),
    resources: Object.fromEntries(
      Object.entries(templates).map(([name, { Resources }]) => [
        name,
        Object.entries(Resources as Readonly<Record<string, { readonly Type: string }>>).map(
          ([id, { Type }]) => `${id}: ${Type}`,
        ),
      ]),
    ),
  };
}
