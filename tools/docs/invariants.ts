import { type Invariant, invariants } from '../../lib/simulation/invariants';

/** The invariants as Markdown: one section each, with its statement and how it is checked. */
export function invariantsMarkdown(): string {
  return invariants.map(sectionOf).join('\n\n');
}

function sectionOf({ id, number, statement, simulation, tests }: Invariant): string {
  const checks = [
    `- Simulation: ${simulation ?? 'does not check it.'}`,
    `- Tests: ${tests.map((folder) => `\`${folder}\``).join(', ')}.`,
  ];
  return [`## ${number}. ${id}`, statement, checks.join('\n')].join('\n\n');
}
