import { sha256 } from '../../lambdas/adapters/shared/sha256';
import type { Decision, RouteEntry } from '../../lambdas/ports';
import type { CutoverReading } from './cutover-view';

/** A file of the folder that keeps an old path. */
export interface KeptFile {
  /** From the folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** A stack of CloudFormation as it is now. */
export interface StackDefinition {
  readonly stack: string;
  /** As it was deployed, JSON or YAML. */
  readonly template: string;
  /** Its parameters, outputs and tags. */
  readonly settings: object;
}

/** The name of the list of checksums, in the form that `sha256sum --check` reads. */
export const CHECKSUMS = 'SHA256SUMS';

/** What the ledger has of a cutover whose old path can be kept. */
export interface KeptCutover {
  readonly reading: CutoverReading;
  readonly entry: RouteEntry;
  readonly proof: Decision;
}

/**
 * What the ledger still has of the old path of a cutover, or why that is not enough, in words.
 * @param entry what the ledger has of the route
 * @param last ARN of the execution that has the route in the ledger: of the lock, or of the last decision
 */
export function keptCutover(
  reading: CutoverReading,
  entry: RouteEntry | null,
  last: string | undefined,
): KeptCutover | string {
  const { view, plan, decisions } = reading;
  if (plan === null || view.phase !== 'succeeded') {
    return (
      `${view.name}: the cutover ${view.execution} has not succeeded (${view.phase}), so that no path ` +
      'can go'
    );
  }
  if (plan.direction === 'down') {
    return (
      `${view.name}: the cutover has moved the traffic back (direction: down), so that the old path ` +
      'serves'
    );
  }
  if (last !== view.execution || entry === null || entry.snapshot === null) {
    return (
      `${view.name}: the ledger has the records of the last cutover of a route alone, and ` +
      `${view.execution} is an earlier one; its decisions are in cutover history`
    );
  }
  const proof = decisions.find(({ kind }) => kind === 'proof');
  return proof === undefined
    ? `${view.name}: the ledger has no proof of ${view.execution}; run cutover decommission with its plan`
    : { reading, entry, proof };
}

/**
 * The files that keep an old path: what was proven and decided, what the router had before, and what defines
 * the path itself.
 */
export function keptFiles(
  { reading, entry, proof }: KeptCutover,
  stacks: readonly StackDefinition[],
  files: readonly KeptFile[],
): readonly KeptFile[] {
  const { view, record, decisions } = reading;
  const json = (path: string, value: unknown): KeptFile => ({
    path,
    text: `${JSON.stringify(value, null, 2)}\n`,
  });
  const kept = [
    json('plan.json', record.input),
    json('route.json', {
      ...{ route: view.route, router: entry.router },
      beforePreparation: valueIn(entry.prepared?.original),
      beforeShift: valueIn(entry.snapshot?.version),
      percentBeforeShift: entry.snapshot?.percent,
    }),
    json('proof.json', proof),
    json('decisions.json', decisions),
    ...stacks.flatMap(({ stack, template, settings }) => [
      { path: `stacks/${nameOfStack(stack)}.template.${isJson(template) ? 'json' : 'yaml'}`, text: template },
      json(`stacks/${nameOfStack(stack)}.settings.json`, settings),
    ]),
    ...files,
  ];
  return [...kept, { path: CHECKSUMS, text: checksumsOf(kept) }];
}

function checksumsOf(files: readonly KeptFile[]): string {
  return files.map(({ path, text }) => `${sha256(text)}  ${path}\n`).join('');
}

/** The name in an ARN of a stack, or the name itself. */
export function nameOfStack(stack: string): string {
  return /:stack\/([^/]+)/.exec(stack)?.[1] ?? stack;
}

/** Records are kept as text; other routers may have another one. */
function valueIn(text: string | undefined): unknown {
  return text === undefined ? null : isJson(text) ? JSON.parse(text) : text;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
