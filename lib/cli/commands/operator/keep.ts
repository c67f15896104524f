import { basename } from 'node:path';
import { sha256 } from '../../../../lambdas/adapters/shared/sha256';
import {
  type KeptFile,
  keptCutover,
  keptFiles,
  nameOfStack,
  type StackDefinition,
} from '../../../operator/kept-path';
import { readText } from '../../../shared/files/file-text';
import { UsageError } from '../../../shared/usage-error';
import { wrap } from '../../output/format';
import { EXIT, type Terminal } from '../../output/terminal';
import { checkNewFolder, writeFolder } from '../../output/write-folder';
import { type DeploymentOptions, type OperatorDependencies, withConnection } from './connection';
import { readNamedCutover } from './named-cutover';

/** The options of `cutover keep`. */
export interface KeepOptions extends DeploymentOptions {
  /** The folder to write. */
  readonly output: string;
  /** Stacks of CloudFormation that have the old path. */
  readonly oldStack?: readonly string[];
  /** Files that define the old path. */
  readonly file?: readonly string[];
}

/** What the command needs beside a deployment. */
export interface KeepDependencies extends OperatorDependencies {
  readonly stack: (name: string, region: string | undefined) => Promise<StackDefinition>;
}

/** The largest file that is kept, in MiB. CloudFormation takes templates of 1 MB. */
const LIMIT_MIB = 16;

/**
 * Writes what the old path of a cutover was into a folder with checksums: the records before the cutover, the
 * plan, the proof and the decisions from the ledger, and the templates or files that define the path.
 * @returns 0 when it is kept and the proof says that the path can go; 2 when the proof says that it must
 *   stay, or, without a folder, when no cutover has succeeded
 * @throws UsageError when nothing is given that defines the path, or the folder is there already
 */
export async function keepCommand(
  given: string | undefined,
  options: KeepOptions,
  terminal: Terminal,
  dependencies: KeepDependencies,
): Promise<number> {
  const { output, oldStack = [], file = [], region, json } = options;
  if (oldStack.length + file.length === 0) {
    throw new UsageError(
      'nothing says what the old path is made of: give its stack with --old-stack, or with --file a file' +
        ' that defines it, such as a template, the configuration of Terraform, or what the AWS CLI describes',
    );
  }
  checkNewFolder(output);
  const files = file.map(
    (path): KeptFile => ({
      path: `files/${path === '-' ? 'standard-input' : basename(path)}`,
      text: readText(path, 'definition of the old path', LIMIT_MIB),
    }),
  );
  requireOwnNames([...files.map(({ path }) => path), ...oldStack.map(nameOfStack)]);
  return withConnection(dependencies, options, async ({ source }) => {
    const reading = await readNamedCutover(source, given);
    const { route } = reading.view;
    const entry = route === null ? null : await source.entry(route);
    const decided = route === null ? [] : await source.decisions(route);
    const kept = keptCutover(reading, entry, entry?.lock?.execution ?? decided.at(-1)?.execution);
    const print = (document: object, text: string) =>
      terminal.out(
        json === true ? `${JSON.stringify(document, null, 2)}\n` : `${wrap(text, terminal.columns, '')}\n`,
      );
    if (typeof kept === 'string') {
      print({ folder: null, reason: kept }, `${kept}. Nothing was written.`);
      return EXIT.rejected;
    }
    const stacks = await Promise.all(oldStack.map((name) => dependencies.stack(name, region)));
    const written = keptFiles(kept, stacks, files);
    writeFolder(
      output,
      written.map(({ path, text }) => ({ path, content: text })),
    );
    const { verdict, what, reason } = kept.proof;
    const listed = written.map(({ path, text }) => ({ path, sha256: sha256(text) }));
    const { name, execution } = reading.view;
    print(
      { folder: output, name, route, execution, proof: { verdict, what, reason }, files: listed },
      `${name}: ${what}: ${reason}. Kept in ${output}: ${written.map(({ path }) => path).join(', ')}.`,
    );
    return verdict === 'pass' ? EXIT.succeeded : EXIT.rejected;
  });
}

/** @throws UsageError when two definitions would have the same name in the folder */
function requireOwnNames(names: readonly string[]): void {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new UsageError(`${basename(twice)} is given twice; give each stack and each name of a file once`);
  }
}
