import { wrap } from '../../lib/cli/output/format';
import { hookInvariants } from '../../lib/simulation/hooks/hook-invariants';
import type { Invariant } from '../../lib/simulation/invariant';
import { invariants } from '../../lib/simulation/invariants';

const COLUMNS = 110;

const INTRODUCTION = `# Invariants

What holds in every cutover, whatever fails. \`npm run simulate\` draws plans, faults and commands at random
and checks these after every event; a violation is reported under its name. \`npm run docs\` writes this
page from \`lib/simulation/invariants.ts\` and \`lib/simulation/hooks/hook-invariants.ts\`.

From ${hookInvariants[0].number} on, they are those of [the deployment hook](guide/hook.md), which CodeDeploy
or ECS calls before production traffic reaches new tasks. For each cutover that it rehearses,
\`npm run simulate\` calls the hook of a random deployment.`;

/** The page of the invariants: one section each, with its statement and how it is checked. */
export async function invariantsPage(): Promise<string> {
  return `${[INTRODUCTION, ...[...invariants, ...hookInvariants].map(sectionOf)].join('\n\n')}\n`;
}

function sectionOf({ id, number, statement, simulation, tests }: Invariant): string {
  const checks = [
    `- Simulation: ${simulation ?? 'does not check it.'}`,
    `- Tests: ${tests.map((folder) => `\`${folder}\``).join(', ')}.`,
  ];
  const lines = checks.map((text) => wrap(text, COLUMNS - 2, '  '));
  return [`## ${number}. ${id}`, wrap(statement, COLUMNS, ''), lines.join('\n')].join('\n\n');
}
