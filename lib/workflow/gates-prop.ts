import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import * as v from 'valibot';
import { gateName } from '../../lambdas/core/gates/gate';
import type { DeployedGate } from '../../lambdas/core/gates/gate-problems';
import { check, type Problem } from '../../lambdas/core/validation/problems';
import { tokenListProblems } from '../shared/lookups';
import { problemsAt } from '../shared/refuse-props';
import { gateHosts } from './settings/given-schemas';

/** A gate: a function that plans may name, and that must say `pass` before traffic moves or meanwhile. */
export interface WorkflowGate {
  /**
   * The function, or a version or an alias of it. AskGates may invoke it and nothing else does. It answers as
   * docs/guide/gates.md says.
   */
  readonly function: IFunction;
  /**
   * Patterns of the hosts that it may be asked about: `*` stands for one or more characters of one label. A
   * plan whose smoke test is about another host cannot name the gate, and the function gets the list.
   * @default - those that the checks of a plan may call (`allowedHosts`)
   */
  readonly hosts?: readonly string[];
}

/** The gates of a workflow, by the name that plans give them. */
export type WorkflowGates = Readonly<Record<string, WorkflowGate>>;

/** The variables of a function hold 4 KB together. Each gate takes about 200 bytes of those of AskGates. */
const MAX_GATES = 10;

/** Problems of the prop `gates`. */
export function gatesPropProblems(gates: WorkflowGates): Problem[] {
  const names = Object.keys(gates);
  const message = `has ${names.length} gates; must have at most ${MAX_GATES}`;
  return [
    ...(names.length > MAX_GATES ? [{ path: 'gates', message }] : []),
    ...Object.entries(gates).flatMap(([name, gate]) => problemsAt('gates', problemsOf(name, gate))),
  ];
}

function problemsOf(name: string, gate: WorkflowGate): readonly Problem[] {
  const named = check(v.strictObject({ name: gateName }), { name });
  const known = ['function', 'hosts'];
  // A construct that has the function, such as `HttpQueryGate`, has more fields than a mapping of props.
  const given = Construct.isConstruct(gate) ? [] : Object.keys(gate ?? {});
  const unknown = given.filter((key) => !known.includes(key));
  const lacks = typeof gate?.function?.functionArn !== 'string';
  const { hosts } = gate ?? {};
  const isList = hosts === undefined || tokenListProblems('hosts', hosts).length > 0;
  const ofHosts = isList ? tokenListProblems('hosts', hosts) : hostProblems(hosts);
  return [
    ...(named.ok ? [] : named.problems.map(({ message }) => ({ path: name, message }))),
    ...unknown.map((key) => ({
      path: `${name}.${key}`,
      message: `is not a prop; props: ${known.join(', ')}`,
    })),
    ...(lacks
      ? [{ path: `${name}.function`, message: 'is missing; must be a Lambda function, version or alias' }]
      : []),
    ...ofHosts.map(({ path, message }) => ({ path: `${name}.${path}`, message })),
  ];
}

function hostProblems(hosts: readonly string[]): readonly Problem[] {
  const checked = check(v.strictObject({ hosts: gateHosts }), { hosts });
  return checked.ok ? [] : checked.problems;
}

/** The gates as the functions that check plans know them. */
export function deployedGates(gates: WorkflowGates): DeployedGate[] {
  return Object.entries(gates).map(([name, { hosts }]) => ({
    name,
    ...(hosts === undefined ? {} : { hosts }),
  }));
}

/** The ARN of each gate's function. */
export function gateFunctions(gates: WorkflowGates): Record<string, string> {
  return Object.fromEntries(Object.entries(gates).map(([name, gate]) => [name, gate.function.functionArn]));
}
