import { type Node, parse } from 'acorn';

/**
 * The syntax that the CloudFront Functions runtime 2.0 supports: ECMAScript 5.1 and the additions that its
 * page names (functions-javascript-runtime-20.html). An allow list: nothing else is supported.
 */
const KNOWN = new Set([
  ...['Program', 'FunctionDeclaration', 'FunctionExpression', 'BlockStatement', 'ExpressionStatement'],
  ...['VariableDeclaration', 'VariableDeclarator', 'ReturnStatement', 'IfStatement', 'ForStatement'],
  ...[
    'ForInStatement',
    'WhileStatement',
    'DoWhileStatement',
    'SwitchStatement',
    'SwitchCase',
    'EmptyStatement',
  ],
  ...[
    'BreakStatement',
    'ContinueStatement',
    'LabeledStatement',
    'ThrowStatement',
    'TryStatement',
    'CatchClause',
  ],
  ...['Identifier', 'Literal', 'ThisExpression', 'ArrayExpression', 'ObjectExpression', 'Property'],
  ...['UnaryExpression', 'UpdateExpression', 'BinaryExpression', 'AssignmentExpression', 'LogicalExpression'],
  ...['MemberExpression', 'ConditionalExpression', 'CallExpression', 'NewExpression', 'SequenceExpression'],
  // ES 6 and 8, by name.
  ...['ArrowFunctionExpression', 'TemplateLiteral', 'TemplateElement', 'RestElement', 'AwaitExpression'],
  ...['ImportDeclaration', 'ImportDefaultSpecifier'],
]);

type Tree = Node & Record<string, unknown>;

/** The syntax in a code that the runtime does not support, in a few words each. */
export function unsupportedSyntax(code: string): string[] {
  const found: string[] = [];
  walk(parse(code, { ecmaVersion: 2022, sourceType: 'module' }) as unknown as Tree, [], found);
  return [...new Set(found)];
}

function walk(node: Tree, above: readonly Tree[], found: string[]): void {
  if (!KNOWN.has(node.type)) {
    found.push(node.type);
  }
  found.push(...unsupportedIn(node, above));
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof (child as Tree | null)?.type === 'string') {
        walk(child as Tree, [node, ...above], found);
      }
    }
  }
}

/** Unsupported syntax that the type of a node does not show. */
function unsupportedIn(node: Tree, above: readonly Tree[]): string[] {
  switch (node.type) {
    case 'ImportDeclaration':
      return (node.source as { value: string }).value === 'cloudfront' ? [] : ['import of another module'];
    case 'Property':
      return node.shorthand || node.method || node.computed ? ['newer property'] : [];
    case 'LogicalExpression':
      return node.operator === '??' ? ['??'] : [];
    case 'AssignmentExpression':
      return ['&&=', '||=', '??='].includes(`${node.operator}`) ? [`${node.operator}`] : [];
    case 'CatchClause':
      return node.param === null ? ['catch without a name'] : [];
    case 'Literal':
      return typeof node.bigint === 'string'
        ? ['BigInt']
        : unsupportedFlags(node.regex as { flags: string } | undefined);
    case 'AwaitExpression':
      return isArgument(node, above) ? ['await in arguments'] : [];
    default:
      return unsupportedFunction(node, above);
  }
}

function unsupportedFlags(regex: { readonly flags: string } | undefined): string[] {
  return regex === undefined || /^[gim]*$/.test(regex.flags) ? [] : ['newer flag of a regular expression'];
}

/** The runtime throws "await in arguments not supported", but only when the code runs. */
function isArgument(node: Tree, above: readonly Tree[]): boolean {
  return above.some((parent, i) => {
    const child = i === 0 ? node : above[i - 1];
    return Array.isArray(parent.arguments) && parent.arguments.includes(child);
  });
}

function unsupportedFunction(node: Tree, above: readonly Tree[]): string[] {
  if (!/Function/.test(node.type)) {
    return [];
  }
  const isInner = above.some(({ type }) => type !== 'Program');
  return [
    ...(node.generator ? ['generator'] : []),
    ...(node.async && (isInner || node.type !== 'FunctionDeclaration') ? ['async closure'] : []),
  ];
}
