import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Construct } from 'constructs';
import { CutoverWorkflow, type CutoverWorkflowProps } from '../../../lib/workflow/cutover-workflow';
import {
  CutoverDashboard,
  type CutoverDashboardProps,
} from '../../../lib/workflow/dashboard/cutover-dashboard';
import { appWithoutBundles, routes } from '../../support/templates/synth';

/** Both paths behind load balancers, in the form of plans. */
export const OLD = 'app/legacy/0123456789abcdef';
export const NEW = 'app/next/fedcba9876543210/targetgroup/next/0011223344556677';

type Given = Partial<CutoverDashboardProps>;

/** A stack with a workflow and its dashboard. */
export function stackWith(
  given: Given | ((scope: Construct) => Given) = {},
  props: Partial<CutoverWorkflowProps> = {},
): Stack {
  const env = { account: '111122223333', region: 'eu-west-1' };
  const stack = new Stack(appWithoutBundles(), 'Stack', { env });
  const workflow = new CutoverWorkflow(stack, 'Workflow', { routes, ...props });
  const own = typeof given === 'function' ? given(stack) : given;
  new CutoverDashboard(stack, 'Dashboard', { workflow, old: OLD, new: NEW, ...own });
  return stack;
}

/** A widget as CloudWatch gets it. A token is text such as `${WorkflowLedger}`. */
export interface DrawnWidget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title?: string;
    readonly markdown?: string;
    readonly query?: string;
    readonly alarms?: readonly string[];
    readonly metrics?: readonly (readonly unknown[])[];
    readonly yAxis?: { readonly left: { readonly min?: number; readonly max?: number } };
  };
}

/** The widgets of the dashboard in a stack. */
export function widgetsOf(stack: Stack): readonly DrawnWidget[] {
  const found = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'));
  const body: unknown = found[0]?.Properties.DashboardBody;
  return JSON.parse(textOf(body)).widgets;
}

function textOf(body: unknown): string {
  if (typeof body === 'string') {
    return body;
  }
  const [separator, parts] = (body as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
  return parts.map((part) => (typeof part === 'string' ? part : `\${${referenceOf(part)}}`)).join(separator);
}

function referenceOf(part: unknown): string {
  const { Ref, 'Fn::GetAtt': attribute } = part as { Ref?: string; 'Fn::GetAtt'?: string[] };
  return Ref ?? (attribute ?? []).join('.');
}

/** The one widget with a title. */
export function titled(stack: Stack, title: string): DrawnWidget {
  const found = widgetsOf(stack).filter(({ properties }) => properties.title === title);
  if (found.length !== 1) {
    throw new Error(`${found.length} widgets have the title "${title}"; wanted one`);
  }
  return found[0] as DrawnWidget;
}

/** What a graph reads, by the ids of metric math: namespace, metric, dimensions, and how. */
export function readsOf(stack: Stack, title: string): Record<string, string> {
  const reads = entriesOf(stack, title).flatMap(({ parts, id, expression, stat, region }) => {
    const how = [stat, region].filter((part) => part !== undefined);
    return expression === undefined ? [[id, [...parts, ...how].join(' ')]] : [];
  });
  return Object.fromEntries(reads);
}

/** The labels of the lines that a graph shows. */
export function linesOf(stack: Stack, title: string): (string | undefined)[] {
  return shown(stack, title).map(({ label }) => label);
}

/**
 * What a line of a graph shows in one minute. Metrics without a value have no data in it.
 * @returns null where the line has no data
 */
export function shownIn(
  stack: Stack,
  { title, line }: { readonly title: string; readonly line: string },
  values: Readonly<Record<string, number>>,
): number | null {
  const entries = entriesOf(stack, title);
  const read = (id: string): number | null => {
    const expression = entries.find((entry) => entry.id === id)?.expression;
    return expression === undefined ? (values[id] ?? null) : evaluate(expression, read);
  };
  const expression = shown(stack, title).find(({ label }) => label === line)?.expression;
  if (expression === undefined) {
    throw new Error(`"${title}" has no line "${line}"`);
  }
  return evaluate(expression, read);
}

/** Metric math as CloudWatch documents it: what has a term without data has none. */
function evaluate(expression: string, read: (id: string) => number | null): number | null {
  const ids = [...new Set(expression.match(/\b[a-z]\w*/g))];
  const FILL = (value: number, filler: number) => (Number.isNaN(value) ? filler : value);
  const IF = (condition: boolean, yes: number, no = Number.NaN) => (condition ? yes : no);
  const run = new Function('IF', 'FILL', ...ids, `return ${expression};`);
  const result: number = run(IF, FILL, ...ids.map((id) => read(id) ?? Number.NaN));
  return Number.isNaN(result) ? null : result;
}

interface Entry {
  readonly parts: readonly unknown[];
  readonly id?: string;
  readonly label?: string;
  readonly expression?: string;
  readonly stat?: string;
  readonly region?: string;
  readonly visible?: boolean;
}

function entriesOf(stack: Stack, title: string): Entry[] {
  const all = titled(stack, title).properties.metrics ?? [];
  return all.map((one) => ({ ...(one.at(-1) as Omit<Entry, 'parts'>), parts: one.slice(0, -1) }));
}

function shown(stack: Stack, title: string): Entry[] {
  return entriesOf(stack, title).filter(({ visible }) => visible !== false);
}
