import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../../lib/cli/program';
import { deployedMachines, FORWARD_ARN, REVERT_ARN } from '../../lib/rehearsal/deployed-machines';
import { mermaid } from './mermaid';
import { planReference } from './plan-reference';

const ROOT = join(__dirname, '../..');

/** The parts of README.md that are made from the code, by the name in their marks. */
export async function generatedSections(): Promise<ReadonlyMap<string, string>> {
  const machines = deployedMachines();
  const chart = (arn: string) => {
    const machine = machines.get(arn);
    if (machine === undefined) {
      throw new Error(`there is no state machine ${arn}`);
    }
    return fenced('mermaid', mermaid(machine));
  };
  return new Map([
    ['cutover-machine', chart(FORWARD_ARN)],
    ['revert-machine', chart(REVERT_ARN)],
    [
      'healthy-transcript',
      fenced('console', await transcript('npm run rehearse', ['rehearse', 'examples/api.yaml'])),
    ],
    [
      'errors-transcript',
      fenced(
        'console',
        await transcript('npx cutover rehearse examples/api.yaml --scenario errors-at-50', [
          'rehearse',
          'examples/api.yaml',
          '--scenario',
          'errors-at-50',
        ]),
      ),
    ],
    [
      'plan-command',
      fenced(
        'console',
        await transcript('npx cutover plan examples/api.yaml', ['plan', 'examples/api.yaml']),
      ),
    ],
    ['example-plan', fenced('yaml', readFileSync(join(ROOT, 'examples', 'api.yaml'), 'utf8').trim())],
    ['plan-reference', planReference()],
  ]);
}

/** Puts the sections between their marks. @throws Error for a mark without a section, or a section without a mark */
export function fill(document: string, sections: ReadonlyMap<string, string>): string {
  const used = new Set<string>();
  const filled = document.replace(/<!-- generated:([\w-]+) -->\n[\s\S]*?<!-- end -->/g, (_, name: string) => {
    const section = sections.get(name);
    if (section === undefined) {
      throw new Error(`nothing generates "${name}"`);
    }
    used.add(name);
    return `<!-- generated:${name} -->\n${section}\n<!-- end -->`;
  });
  const unused = [...sections.keys()].filter((name) => !used.has(name));
  if (unused.length > 0) {
    throw new Error(`no mark for ${unused.join(', ')}`);
  }
  return filled;
}

async function transcript(command: string, args: readonly string[]): Promise<string> {
  let text = '';
  const write = (part: string) => {
    text += part;
  };
  await runCli(args, { out: write, err: write, columns: 110 });
  // Colours are for terminals.
  const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
  return `$ ${command}\n${text.replace(escapes, '').trimEnd()}`;
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
