import { readCutover } from '../../../operator/cutover-view';
import { printList } from '../../output/operator/list-text';
import type { Terminal } from '../../output/terminal';
import { type DeploymentOptions, type OperatorDependencies, withConnection } from './connection';

/** The options of `cutover list`. */
export interface ListOptions extends DeploymentOptions {
  /** How many, the newest first. */
  readonly most: number;
}

/** Lists the latest cutovers of the deployment. */
export function listCommand(
  options: ListOptions,
  terminal: Terminal,
  dependencies: OperatorDependencies,
): Promise<void> {
  return withConnection(dependencies, options, async ({ source }) => {
    const records = await source.executions(options.most);
    const reading = await Promise.all(records.map((record) => readCutover(source, record)));
    const views = reading.map(({ view }) => view);
    terminal.out(
      options.json === true ? `${JSON.stringify(views, null, 2)}\n` : printList(views, source.now()),
    );
  });
}
