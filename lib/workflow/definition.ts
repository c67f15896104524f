import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_FOLDER } from '../shared/package-folder';
import { type TaskName, tasks } from './tasks';

/** What the deployment needs to know about the file of a state machine. */
export interface Definition {
  /** The text of the file, which is deployed as it is. */
  readonly text: string;
  /** The names in `${…}`. */
  readonly placeholders: readonly string[];
  /** The Tasks whose functions it invokes. */
  readonly tasks: readonly TaskName[];
}

/**
 * Tasks that a state machine of the release before invokes and this one does not. An execution that runs
 * keeps its definition, so that their functions, and the permission to invoke them, stay for one release.
 */
export const FORMER_TASKS: Readonly<Record<'cutover' | 'revert', readonly TaskName[]>> = {
  cutover: [],
  revert: [],
};

/** Reads `statemachine/<name>.asl.json`. */
export function readDefinition(name: 'cutover' | 'revert'): Definition {
  return parseDefinition(readFileSync(join(PACKAGE_FOLDER, 'statemachine', `${name}.asl.json`), 'utf8'));
}

/** Finds the placeholders of a definition. */
export function parseDefinition(text: string): Definition {
  const found = [...text.matchAll(/\$\{([^}]*)\}/g)].map(([, name]) => name as string);
  const placeholders = [...new Set(found)].sort();
  const names = Object.keys(tasks) as TaskName[];
  return { text, placeholders, tasks: names.filter((task) => placeholders.includes(placeholderOf(task))) };
}

/**
 * The Resource of the state that starts the revert machine. Step Functions fails an integration of another
 * partition with `States.Runtime`.
 */
export function startExecutionResource(partition: string): string {
  return `arn:${partition}:states:::states:startExecution`;
}

/** The placeholder for the ARN of a Task's function. */
export function placeholderOf(task: TaskName): string {
  return `${task}Arn`;
}

/**
 * The ARNs for a definition, one for each placeholder.
 * @throws Error when the file and the ARNs do not match
 */
export function substitutions(
  { placeholders }: Pick<Definition, 'placeholders'>,
  arns: Readonly<Record<string, string>>,
): Record<string, string> {
  const unknown = placeholders.filter((name) => arns[name] === undefined);
  const unused = Object.keys(arns).filter((name) => !placeholders.includes(name));
  if (unknown.length > 0 || unused.length > 0) {
    throw new Error(
      `the definition and its substitutions differ: unknown placeholders [${unknown}], unused ARNs ` +
        `[${unused}]`,
    );
  }
  return { ...arns };
}
