import { stringify } from 'yaml';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { credentialWarnings } from '../../../lambdas/core/secrets/credential-warnings';
import type { RehearsedScenario } from '../commands/rehearse/run-scenario';
import type { Receipt } from '../input/receipt';
import { type Html, html } from './html';
import { fact, section } from './page';

/** What was rehearsed, when, and with which version: what a reviewer holds against what is to be started. */
export function rehearsedSection(
  plan: Plan,
  rehearsed: readonly RehearsedScenario[],
  { at, version, planHash, policyHash }: Receipt,
): Html {
  const scenarios = rehearsed.map(({ name, scenario }) =>
    textOf(`The scenario ${name}, with its defaults`, stringify(scenario)),
  );
  return section(
    'What was rehearsed',
    html`<dl>
${fact('Date', at)}
${fact('Version of Cutover', version)}
${fact('SHA-256 of the plan', html`<code>${planHash}</code>`)}
${policyHash === undefined ? NO_POLICY : fact('SHA-256 of the policy', html`<code>${policyHash}</code>`)}
</dl>
${textOf('The plan, with its defaults', planYaml(plan))}
${scenarios}`,
  );
}

const NO_POLICY = fact('Policy', 'none');

function textOf(what: string, text: string): Html {
  return html`<details>
<summary>${what}</summary>
<pre tabindex="0">${text}</pre>
</details>
`;
}

/**
 * The plan as YAML. A report is read by more people than an execution is: values of headers that look like
 * credentials are left out.
 */
export function planYaml(plan: Plan): string {
  const shown = structuredClone(plan);
  for (const { path } of credentialWarnings(plan.smokeTest.checks, '')) {
    const [, index, header] = /^\[(\d+)\]\.headers\.(.+)$/.exec(path) ?? [];
    const headers = shown.smokeTest.checks[Number(index)]?.headers as Record<string, unknown>;
    headers[header as string] = '(not shown)';
  }
  return stringify(shown);
}
