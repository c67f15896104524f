import { isDeepStrictEqual } from 'node:util';

/** An item, or any value, as the document client reads it. */
export type Stored = Readonly<Record<string, unknown>>;

/** What the names and values in an expression stand for. */
export interface ExpressionInput {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>>;
}

const TOKEN = /\s*(<=|>=|<>|[=<>(),+]|[A-Za-z_]+|[#:]\w+(?:\.#\w+)*)/y;

function tokensOf(expression: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < expression.trimEnd().length) {
    const from = TOKEN.lastIndex;
    const token = TOKEN.exec(expression)?.[1];
    if (token === undefined) {
      throw new Error(`cannot read the expression from "${expression.slice(from)}"`);
    }
    tokens.push(token);
  }
  return tokens;
}

/**
 * Reads the condition and update expressions of the ledger, as "Condition and filter expressions" and "Update
 * expressions" of the Amazon DynamoDB Developer Guide describe them. What it does not know, it refuses.
 */
export class TableExpression {
  private readonly tokens: string[];

  constructor(
    expression: string,
    private readonly item: Stored,
    private readonly input: ExpressionInput,
  ) {
    this.tokens = tokensOf(expression);
  }

  /** Whether the item meets the condition. */
  condition(): boolean {
    const met = this.either();
    this.end();
    return met;
  }

  /** The item after the update. Each value is computed from the item before it. */
  update(): Stored {
    const next = structuredClone(this.item) as Record<string, unknown>;
    while (this.tokens.length > 0) {
      const clause = this.take();
      do {
        this.change(clause, next);
      } while (this.skip(','));
    }
    return next;
  }

  private change(clause: string, next: Record<string, unknown>): void {
    const path = this.path(this.take());
    const parent = path.slice(0, -1).reduce<unknown>((at, name) => (at as Stored)[name], next);
    const [into, name] = [parent as Record<string, unknown> | undefined, path.at(-1) as string];
    if (into === undefined) {
      throw new Error(`the item has no ${path.slice(0, -1).join('.')}`);
    }
    switch (clause) {
      case 'SET':
        this.expect('=');
        into[name] = structuredClone(this.operand());
        return;
      case 'REMOVE':
        delete into[name];
        return;
      case 'ADD':
        into[name] = new Set([...((into[name] ?? []) as Set<unknown>), ...(this.operand() as Set<unknown>)]);
        return;
      default:
        throw new Error(`unknown clause ${clause}`);
    }
  }

  private either(): boolean {
    let met = this.both();
    while (this.skip('OR')) {
      met = this.both() || met;
    }
    return met;
  }

  private both(): boolean {
    let met = this.one();
    while (this.skip('AND')) {
      met = this.one() && met;
    }
    return met;
  }

  private one(): boolean {
    if (this.skip('(')) {
      const met = this.either();
      this.expect(')');
      return met;
    }
    const [name] = this.tokens;
    if (name === 'attribute_exists' || name === 'attribute_not_exists' || name === 'begins_with') {
      const [value, prefix] = this.called();
      return name === 'begins_with'
        ? String(value).startsWith(String(prefix))
        : (value === undefined) === (name === 'attribute_not_exists');
    }
    const left = this.operand();
    return compared(left, this.take(), this.operand());
  }

  /** The arguments of a function. */
  private called(): unknown[] {
    this.take();
    this.expect('(');
    const values = [this.operand()];
    while (this.skip(',')) {
      values.push(this.operand());
    }
    this.expect(')');
    return values;
  }

  private operand(): unknown {
    const value = this.term();
    return this.skip('+') ? (value as number) + (this.term() as number) : value;
  }

  private term(): unknown {
    switch (this.tokens[0]) {
      case 'if_not_exists': {
        const [value, otherwise] = this.called();
        return value ?? otherwise;
      }
      case 'list_append':
        return this.called().flat();
      case 'size':
        return (this.called()[0] as readonly unknown[] | undefined)?.length;
      default: {
        const token = this.take();
        return token.startsWith(':')
          ? this.input.ExpressionAttributeValues?.[token]
          : this.path(token).reduce<unknown>((at, name) => (at as Stored | undefined)?.[name], this.item);
      }
    }
  }

  private path(token: string): string[] {
    return token.split('.').map((part) => {
      const name = this.input.ExpressionAttributeNames?.[part];
      if (name === undefined) {
        throw new Error(`ExpressionAttributeNames does not have ${part}`);
      }
      return name;
    });
  }

  private take(): string {
    const token = this.tokens.shift();
    if (token === undefined) {
      throw new Error('the expression ends too early');
    }
    return token;
  }

  private skip(token: string): boolean {
    const isNext = this.tokens[0] === token;
    if (isNext) {
      this.tokens.shift();
    }
    return isNext;
  }

  private expect(token: string): void {
    const found = this.take();
    if (found !== token) {
      throw new Error(`the expression has ${found} where ${token} is expected`);
    }
  }

  private end(): void {
    if (this.tokens.length > 0) {
      throw new Error(`the expression goes on with ${this.tokens.join(' ')}`);
    }
  }
}

/** A comparison with an attribute that is missing is false. */
function compared(left: unknown, operator: string, right: unknown): boolean {
  if (left === undefined || right === undefined) {
    return false;
  }
  const [a, b] = [left as number | string, right as number | string];
  switch (operator) {
    case '=':
      return isDeepStrictEqual(left, right);
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    default:
      throw new Error(`unknown comparison ${operator}`);
  }
}
