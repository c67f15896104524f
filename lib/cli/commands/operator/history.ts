import { cutoverHistory } from '../../../operator/history';
import { printHistoryEntry } from '../../output/operator/history-text';
import { progressText } from '../../output/operator/view-text';
import type { Terminal } from '../../output/terminal';
import { type DeploymentOptions, type OperatorDependencies, withConnection } from './connection';
import { readNamedCutover } from './named-cutover';

/** Prints what was decided and asked for in the last cutover of a route, or in an execution. */
export function historyCommand(
  given: string | undefined,
  options: DeploymentOptions,
  terminal: Terminal,
  dependencies: OperatorDependencies,
): Promise<void> {
  return withConnection(dependencies, options, async ({ source }) => {
    const reading = await readNamedCutover(source, given);
    const { view } = reading;
    const entries = cutoverHistory(reading);
    if (options.json === true) {
      const { name, route, plan, execution, phase, startedAt, startedBy, endedAt, reason } = view;
      const of = { name, route, plan, execution, phase, startedAt, startedBy, endedAt, reason };
      terminal.out(`${JSON.stringify({ ...of, entries }, null, 2)}\n`);
      return;
    }
    terminal.out(`${view.name}: ${progressText(view, source.now())}\n${view.execution}\n\n`);
    terminal.out(
      entries.length === 0
        ? 'Nothing has been decided yet.\n'
        : entries.map((entry) => printHistoryEntry(entry, terminal.columns)).join(''),
    );
  });
}
