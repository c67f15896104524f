import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../../lib/cli/program';
import { deployedMachines, FORWARD_ARN, REVERT_ARN } from '../../lib/rehearsal/deployed-machines';
import { mermaid } from './mermaid';
import { planReference } from './plan-reference';

const ROOT = join(__dirname, '../..');

/** Generates the text of a section. */
export type Generator = () => string | Promise<string>;

/** Every generated section, by the name in its marks: `<!-- generated:NAME -->` … `<!-- end -->`. */
export const sections = {
  'cutover-machine': () => chart(FORWARD_ARN),
  'revert-machine': () => chart(REVERT_ARN),
  'healthy-transcript': () => transcript('npm run rehearse', 'rehearse examples/api.yaml'),
  'errors-transcript': () => cutoverTranscript('rehearse examples/api.yaml --scenario errors-at-50'),
  'plan-command': () => cutoverTranscript('plan examples/api.yaml'),
  'example-plan': () => fenced('yaml', readFileSync(join(ROOT, 'examples', 'api.yaml'), 'utf8').trim()),
  'plan-reference': planReference,
} as const satisfies Record<string, Generator>;

/** The name of a generated section. */
export type SectionName = keyof typeof sections;

function chart(arn: string): string {
  const machine = deployedMachines().get(arn);
  if (machine === undefined) {
    throw new Error(`there is no state machine ${arn}`);
  }
  return fenced('mermaid', mermaid(machine));
}

function cutoverTranscript(args: string): Promise<string> {
  return transcript(`npx cutover ${args}`, args);
}

/** What a command prints in a terminal of 110 columns, below a prompt with the command. */
async function transcript(prompt: string, args: string): Promise<string> {
  let text = '';
  const write = (part: string) => {
    text += part;
  };
  await runCli(args.split(' '), { out: write, err: write, columns: 110 });
  const colors = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
  return fenced('console', `$ ${prompt}\n${text.replace(colors, '').trimEnd()}`);
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
