import { version } from '../../../../package.json';
import { phaseWords } from '../../output/operator/view-text';
import type { Terminal } from '../../output/terminal';
import { checkWritable, writeWhole } from '../../output/write-file';
import { executionReport } from '../../report/execution-report';
import { REPORT } from '../../report/page';
import { type DeploymentOptions, type OperatorDependencies, withConnection } from './connection';
import { readNamedCutover } from './named-cutover';

/** The options of `cutover report`. */
export interface ReportOptions extends DeploymentOptions {
  /** The file to write. */
  readonly report: string;
}

/**
 * Writes the report of a real cutover: from the ledger, the execution and the metrics.
 * @throws UsageError when there is no such cutover, or the file is something else than a report
 */
export function reportCommand(
  given: string | undefined,
  options: ReportOptions,
  terminal: Terminal,
  dependencies: OperatorDependencies,
): Promise<void> {
  // Before anything is read, so that a file that cannot be written is reported at once.
  checkWritable(options.report, REPORT);
  return withConnection(dependencies, options, async ({ source, series }) => {
    const reading = await readNamedCutover(source, given);
    const page = executionReport(reading, await series(reading), source.now(), version);
    writeWhole(options.report, page, REPORT);
    const { name, execution } = reading.view;
    terminal.out(
      options.json === true
        ? `${JSON.stringify({ report: options.report, name, execution }, null, 2)}\n`
        : `${name}: ${phaseWords(reading.view)}. Report: ${options.report}\n`,
    );
  });
}
