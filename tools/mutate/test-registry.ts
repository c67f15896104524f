import { format } from 'node:util';

type Run = () => unknown;

/** A `describe` block, or a whole file. */
export interface TestGroup {
  readonly parent: TestGroup | null;
  readonly beforeAll: Run[];
  readonly afterAll: Run[];
  readonly beforeEach: Run[];
  readonly afterEach: Run[];
}

export interface RegisteredTest {
  /** File and number: the same in each load of the file. */
  readonly id: string;
  readonly file: string;
  readonly name: string;
  readonly group: TestGroup;
  readonly run: Run;
  /** Whether the test must fail. */
  readonly fails: boolean;
}

const newGroup = (parent: TestGroup | null): TestGroup => ({
  parent,
  beforeAll: [],
  afterAll: [],
  beforeEach: [],
  afterEach: [],
});

/**
 * The arguments of each row of a table, as Jest reads it: only where every row is a list does a row hold
 * several arguments. In a table of values and lists, a list is a value.
 */
const argumentsOf = (rows: readonly unknown[]): readonly (readonly unknown[])[] =>
  rows.every((row) => Array.isArray(row)) ? rows : rows.map((row) => [row]);

/**
 * Collects the tests that files declare through the functions of `@jest/globals`: Jest itself loads every
 * module again for each test file, which takes seconds for each mutant.
 */
export class TestRegistry {
  private group = newGroup(null);
  private file = '';
  private collected: RegisteredTest[] = [];

  /** Runs `load`, which declares the tests of a file, and returns them. */
  collect(file: string, load: () => void): readonly RegisteredTest[] {
    this.group = newGroup(null);
    this.file = file;
    this.collected = [];
    load();
    return this.collected;
  }

  /** What test files import. */
  readonly api = {
    describe: Object.assign((_name: string, declare: Run) => this.describe(declare), {
      each: (rows: readonly unknown[]) => (_name: string, declare: (...row: unknown[]) => unknown) => {
        for (const values of argumentsOf(rows)) {
          this.describe(() => declare(...values));
        }
      },
    }),
    test: this.testFunction(),
    it: this.testFunction(),
    beforeAll: (run: Run) => void this.group.beforeAll.push(run),
    afterAll: (run: Run) => void this.group.afterAll.push(run),
    beforeEach: (run: Run) => void this.group.beforeEach.push(run),
    afterEach: (run: Run) => void this.group.afterEach.push(run),
  };

  private testFunction() {
    return Object.assign((name: string, run: Run) => this.add(name, run), {
      each: (rows: readonly unknown[]) => (name: string, run: (...row: unknown[]) => unknown) => {
        for (const values of argumentsOf(rows)) {
          this.add(format(name, ...values), () => run(...values));
        }
      },
      failing: (name: string, run: Run) => this.add(name, run, true),
    });
  }

  private describe(declare: Run): void {
    const outer = this.group;
    this.group = newGroup(outer);
    declare();
    this.group = outer;
  }

  private add(name: string, run: Run, fails = false): void {
    const id = `${this.file}#${this.collected.length}`;
    this.collected.push({ id, file: this.file, name, group: this.group, run, fails });
  }
}
