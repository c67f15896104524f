import type { ListenerAction, ListenerOrRule } from '../../../lambdas/core/routers/alb/forward-action';
import { type WireAnswer, type WireRequest, xml, xmlError } from './wire';

/** The form fields of a request as a document: `Actions.member.1.Type` becomes `Actions[0].Type`. */
function documentOf(body: string): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [name, text] of new URLSearchParams(body)) {
    const parts = name.split('.').filter((part) => part !== 'member');
    let at = root as Record<string, unknown>;
    for (const [i, part] of parts.entries()) {
      const key = /^\d+$/.test(part) ? String(Number(part) - 1) : part;
      if (i === parts.length - 1) {
        at[key] = text;
      } else {
        at[key] ??= /^\d+$/.test(parts[i + 1] ?? '') ? [] : {};
        at = at[key] as Record<string, unknown>;
      }
    }
  }
  return root;
}

/** A document in the XML of the API. */
function xmlOf(value: unknown): string {
  if (Array.isArray(value)) {
    return value.map((one) => `<member>${xmlOf(one)}</member>`).join('');
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([name, one]) => `<${name}>${xmlOf(one)}</${name}>`)
        .join('')
    : String(value);
}

/**
 * Actions with numbers and booleans as the API returns them. It returns no client secret, nor the order to
 * keep one.
 */
const asRead = (actions: unknown): ListenerAction[] =>
  JSON.parse(JSON.stringify(actions), (name, value: unknown) => {
    if (['Weight', 'Order', 'DurationSeconds'].includes(name)) {
      return Number(value);
    }
    if (name === 'Enabled') {
      return String(value) === 'true';
    }
    return ['UseExistingClientSecret', 'ClientSecret'].includes(name) ? undefined : value;
  });

/**
 * One listener or rule behind the query protocol of Elastic Load Balancing. As in the API, a modification
 * replaces all actions.
 */
export function elbForward(kind: 'listener' | 'rule', arn: string, seeded: ListenerOrRule) {
  let found: ListenerOrRule | null = seeded;
  const requests: Record<string, unknown>[] = [];
  const [word, list] = kind === 'rule' ? ['Rule', 'Rules'] : ['Listener', 'Listeners'];
  const actionsField = kind === 'rule' ? 'Actions' : 'DefaultActions';

  const answer = ({ body }: WireRequest): WireAnswer => {
    const request = documentOf(body);
    requests.push(request);
    const asked = request[`${word}Arn`] ?? (request[`${word}Arns`] as string[] | undefined)?.[0];
    if (found === null || asked !== arn) {
      return xmlError(`${word}NotFound`, `One or more ${kind}s not found`);
    }
    if (request.Action === `Modify${word}`) {
      found = { ...found, Actions: asRead(request[actionsField]) };
    } else if (request.Action !== `Describe${list}`) {
      throw new Error(`the load balancer does not support ${request.Action}`);
    }
    const { Actions, ...rest } = found;
    const inner = xmlOf([{ ...rest, [`${word}Arn`]: arn, [actionsField]: Actions }]);
    const action = String(request.Action);
    return xml(
      `<${action}Response><${action}Result><${list}>${inner}</${list}></${action}Result></${action}Response>`,
    );
  };

  return {
    answer,
    /** Every request, its fields as a document. */
    requests: requests as readonly Record<string, unknown>[],
    found: () => found as ListenerOrRule,
    set: (to: ListenerOrRule | null) => {
      found = to;
    },
  };
}
