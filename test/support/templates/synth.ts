import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import type { Construct } from 'constructs';
import { CutoverStack } from '../../../lib/workflow/cutover-stack';
import type { CutoverWorkflowProps } from '../../../lib/workflow/cutover-workflow';

/** One zone with one record. */
export const route = {
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  zoneName: 'example.com',
  recordNames: ['api.example.com'],
};
export const routes = [route];

/** An app that does not bundle functions, for tests that do not need their code. */
export function appWithoutBundles(): App {
  return new App({ context: { ...recommendedFlags, 'aws:cdk:bundling-stacks': [] } });
}

/** The template of a `CutoverStack`. Props that need a scope can be given as a function. */
export function templateOf(
  props: Partial<CutoverWorkflowProps> | ((scope: Construct) => Partial<CutoverWorkflowProps>) = {},
): Template {
  const app = appWithoutBundles();
  const given = typeof props === 'function' ? props(new Stack(app, 'Given')) : props;
  return Template.fromStack(new CutoverStack(app, 'Cutover', { routes, ...given }));
}

/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, Record<string, Record<string, unknown>> | undefined>;
  readonly DeletionPolicy?: string;
}

/** The one resource of a type whose logical id contains `part`. */
export function resourceOf(template: Template, type: string, part: string): Resource {
  const found = Object.entries(template.findResources(type)).filter(([id]) => id.includes(part));
  if (found.length !== 1) {
    throw new Error(`${found.length} resources of ${type} have "${part}" in their id; wanted one`);
  }
  return found[0]?.[1] as Resource;
}

/** A policy statement, with lists of actions and resources. */
export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly unknown[];
  readonly conditions: unknown;
}

/** Every policy statement of the role of a function or state machine, by its id in the workflow. */
export function statementsOf(template: Template, id: string): Statement[] {
  const policies = Object.entries(template.findResources('AWS::IAM::Policy'));
  const ours = policies.filter(([name]) => name.startsWith(`Workflow${id}Role`));
  return ours.flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement.map(toStatement));
}

function toStatement(raw: Record<string, unknown>): Statement {
  return {
    actions: [raw.Action].flat() as string[],
    resources: [raw.Resource].flat(),
    conditions: raw.Condition,
  };
}
