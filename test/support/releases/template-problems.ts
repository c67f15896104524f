import { environment } from '../../../lambdas/handlers/support/environment';
import { diffStacks } from '../../../lib/changes/diff-stacks';
import { parseTemplate } from '../../../lib/changes/template';
import type { TemplateJson } from '../../../tools/release-fixtures/templates';

type Json = Readonly<Record<string, unknown>>;

interface ResourceJson {
  readonly Type: string;
  readonly Properties?: Json;
}

/**
 * What an update from one template to another takes away from executions that run, each as a sentence: a
 * resource that is removed or replaced, a permission, or a variable without which a function does not load.
 */
export function templateProblems(old: TemplateJson, fresh: TemplateJson): readonly string[] {
  return [
    ...goneResources(old, fresh),
    ...gonePermissions(resourcesOf(old), resourcesOf(fresh)),
    ...variableProblems(resourcesOf(old), resourcesOf(fresh)),
  ];
}

function goneResources(old: TemplateJson, fresh: TemplateJson): string[] {
  const stacks = [old, fresh].map((template, i) => [
    {
      ...{ name: 'Cutover', environment: null, tags: {}, parameters: {} },
      template: parseTemplate(JSON.stringify(template), `template ${i}`),
    },
  ]);
  const changes = diffStacks(stacks[0] ?? [], stacks[1] ?? []);
  return changes.flatMap(({ logicalId, type, action, replacement }) => {
    const isGone = action === 'Remove' || action === 'Move';
    return isGone || replacement !== 'never'
      ? [`${logicalId} (${type}) is ${isGone ? 'removed' : 'replaced'}; running executions need it`]
      : [];
  });
}

/** The code of before runs until its function is updated, and CloudFormation updates its policy first. */
function gonePermissions(old: Map<string, ResourceJson>, fresh: Map<string, ResourceJson>): string[] {
  return [...old].flatMap(([id, resource]) => {
    const still = new Set(permissionsOf(fresh.get(id)));
    return permissionsOf(resource).flatMap((one) =>
      still.has(one) ? [] : [`${id} no longer allows ${one}; keep it for one release`],
    );
  });
}

/** What a policy allows: one entry for each action, resource and condition. */
function permissionsOf(resource: ResourceJson | undefined): string[] {
  if (resource?.Type !== 'AWS::IAM::Policy') {
    return [];
  }
  const { PolicyDocument } = resource.Properties as { readonly PolicyDocument: unknown };
  const { Statement } = PolicyDocument as { readonly Statement: readonly Json[] };
  return Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action, Resource, Condition }) =>
    [Action]
      .flat()
      .flatMap((action) => [Resource].flat().map((one) => JSON.stringify([action, one, Condition ?? null]))),
  );
}

/**
 * Lambda updates the code and the configuration of a function one after the other, so that the code of one
 * release meets the variables of the other.
 */
function variableProblems(old: Map<string, ResourceJson>, fresh: Map<string, ResourceJson>): string[] {
  return [...old].flatMap(([id, resource]) => {
    const [before, after] = [variablesOf(resource), variablesOf(fresh.get(id))];
    const isOurs = resource.Type === 'AWS::Lambda::Function' && fresh.has(id);
    const gone = before.filter((name) => isOurs && !after.includes(name));
    const required = after.filter((name) => isOurs && !before.includes(name) && isRequired(name));
    return [
      ...gone.map((name) => `${id} loses ${name}, which the code of before reads; keep it for one release`),
      ...required.map(
        (name) => `${id} gets ${name}, without which its new code does not load; let it be absent`,
      ),
    ];
  });
}

function variablesOf(resource: ResourceJson | undefined): string[] {
  const { Variables = {} } = (resource?.Properties?.Environment ?? {}) as { readonly Variables?: Json };
  return Object.keys(Variables);
}

/** Whether a handler that reads a variable fails without it. */
function isRequired(name: string): boolean {
  try {
    environment([name as Parameters<typeof environment>[0][number]], {});
    return false;
  } catch {
    return true;
  }
}

function resourcesOf({ Resources }: TemplateJson): Map<string, ResourceJson> {
  return new Map(Object.entries(Resources as Readonly<Record<string, ResourceJson>>));
}
