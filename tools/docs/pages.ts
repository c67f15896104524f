import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiGenerators } from './api/api-generators';
import { attachmentsPage } from './attachments';
import { eventSchema } from './event-reference';
import { invariantsPage } from './invariants';
import { intervalPicture, soakTimePicture } from './pictures/soak-pictures';
import { type Generator, type SectionName, sections } from './sections';

const ROOT = join(__dirname, '../..');

/**
 * The pages with generated sections, and the sections that each must have. README.md may have any of them.
 */
const pages: Readonly<Record<string, readonly SectionName[]>> = {
  'README.md': ['readme-rehearsal', 'example-plan'],
  'docs/state-machines.md': ['cutover-machine', 'revert-machine'],
  'docs/rehearsal.md': ['healthy-transcript', 'errors-transcript'],
  'docs/guide/additive.md': ['additive-calendar'],
  'docs/guide/dns-last.md': ['dns-last-calendar'],
  'docs/reference/milestones.md': ['example-milestones', 'milestone-reference'],
  'docs/guide/policy.md': ['example-policy', 'policy-reference'],
  'docs/guide/principals.md': ['function-permissions'],
  'docs/guide/events.md': ['event-kinds', 'event-reference'],
  'docs/reference/plan.md': ['plan-command', 'example-plan', 'plan-reference'],
};

/** The pages that are generated as a whole. */
const wholePages: Readonly<Record<string, Generator>> = {
  'docs/invariants.md': invariantsPage,
  'docs/reference/attachments.md': attachmentsPage,
  'docs/reference/event.schema.json': eventSchema,
  'docs/images/interval.svg': intervalPicture,
  'docs/images/soak-time.svg': soakTimePicture,
  ...apiGenerators,
};

/** The files of all pages that have generated parts, from the root of the repository. */
export const generatedPages: readonly string[] = [...Object.keys(pages), ...Object.keys(wholePages)];

/**
 * A page as it should be: its current text with the generated parts brought up to date.
 * @throws Error for a mark that no section belongs to, and for a section that is missing on the page
 */
export async function renderPage(file: string): Promise<string> {
  const whole = wholePages[file];
  return whole === undefined
    ? fill(readFileSync(join(ROOT, file), 'utf8'), pages[file] ?? [], sections)
    : whole();
}

const MARKED = /<!-- generated:([\w-]+) -->\n[\s\S]*?<!-- end -->/g;

/**
 * Replaces the text between the marks of a page.
 * @param required names of sections that the page must have
 * @throws Error for a mark that no section belongs to, and for a required section that is missing
 */
export async function fill(
  page: string,
  required: readonly string[],
  generators: Readonly<Record<string, Generator>>,
): Promise<string> {
  const names = [...page.matchAll(MARKED)].map(([, name]) => name as string);
  const missing = required.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new Error(`the page has no marks for ${missing.join(', ')}`);
  }
  const texts = new Map<string, string>();
  for (const name of names) {
    const generator = generators[name];
    if (generator === undefined) {
      throw new Error(`no section is named "${name}"`);
    }
    texts.set(name, await generator());
  }
  return page.replace(
    MARKED,
    (_, name: string) => `<!-- generated:${name} -->\n${texts.get(name)}\n<!-- end -->`,
  );
}
