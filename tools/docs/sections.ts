import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../../lib/cli/program';
import { deployedMachines, FORWARD_ARN, REVERT_ARN } from '../../lib/rehearsal/deployed-machines';
import { eventKinds, eventReference } from './event-reference';
import { mermaid } from './mermaid';
import { milestoneReference, planReference, policyReference } from './plan-reference';
import { functionPermissions } from './principals';

const ROOT = join(__dirname, '../..');

/** The arguments of a rehearsal that reverts. */
const ERRORS = 'rehearse examples/api.yaml --scenario errors-at-50';

/** Generates the text of a section. */
export type Generator = () => string | Promise<string>;

/** Every generated section, by the name in its marks: `<!-- generated:NAME -->` … `<!-- end -->`. */
export const sections = {
  'readme-rehearsal': async () => excerpt(await cutoverTranscript(ERRORS)),
  'cutover-machine': () => chart(FORWARD_ARN),
  'revert-machine': () => chart(REVERT_ARN),
  'healthy-transcript': () => transcript('npm run rehearse', 'rehearse examples/api.yaml'),
  'errors-transcript': () => cutoverTranscript(ERRORS),
  'plan-command': () => cutoverTranscript('plan examples/api.yaml'),
  'example-plan': () => fenced('yaml', readFileSync(join(ROOT, 'examples', 'api.yaml'), 'utf8').trim()),
  'plan-reference': planReference,
  'example-policy': () => fenced('yaml', readFileSync(join(ROOT, 'examples', 'policy.yaml'), 'utf8').trim()),
  'policy-reference': policyReference,
  'additive-calendar': () => calendar('additive', '2027-01-11T08:00:00+01:00'),
  'dns-last-calendar': () => calendar('dns-last', '2027-01-11T08:00:00+01:00'),
  'example-milestones': () =>
    fenced('yaml', readFileSync(join(ROOT, 'examples', 'dns-last', 'milestones.yaml'), 'utf8').trim()),
  'milestone-reference': milestoneReference,
  'function-permissions': functionPermissions,
  'event-kinds': eventKinds,
  'event-reference': eventReference,
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

/** The days of an example's cutover and of the deployments around it, as `cutover plan` prints them. */
async function calendar(example: string, start: string): Promise<string> {
  const folder = `examples/${example}`;
  const text = await transcript(
    '',
    `plan ${folder}/plan.yaml --calendar ${start} --milestones ${folder}/milestones.yaml`,
  );
  const [table] = /^.*\n│ from \(UTC\)[\s\S]*?┘$/m.exec(text) ?? [];
  if (table === undefined) {
    throw new Error(`cutover plan has printed no days of ${example}:\n${text}`);
  }
  return fenced('console', table);
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

/** The lines of a transcript that show its course: the command, changes of the traffic, the outcome. */
const COURSE =
  /^(```|\$ |.{15}(ShiftTraffic|fault began|alarm ALARM|RevertTraffic|reverted) |(Traffic|Revert time) )/;

/** A transcript without the entries, and the tables, that a short excerpt does not need. */
function excerpt(text: string): string {
  let isKept = true;
  const lines = text.split('\n').filter((line) => {
    const isContinued = /^ {14}/.test(line) && !/^ +(\+|[\d,]+ requests, )/.test(line);
    isKept = COURSE.test(line) || (isContinued && isKept);
    return isKept;
  });
  return lines.join('\n');
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
