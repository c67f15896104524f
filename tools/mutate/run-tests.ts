import type { RegisteredTest, TestGroup } from './test-registry';

/** A test that fails, or that does not end in time. */
export interface TestFailure {
  readonly test: string;
  readonly kind: 'failed' | 'timed out';
  readonly message: string;
}

/** Runs tests one after the other up to the first that fails. */
export class TestRun {
  private readonly opened: TestGroup[] = [];

  /** @param ended is called after each test */
  constructor(private readonly ended: () => void = () => undefined) {}

  /** @param limitMs longest time of a single test */
  async firstFailure(tests: readonly RegisteredTest[], limitMs: number): Promise<TestFailure | null> {
    let failure: TestFailure | null = null;
    for (const test of tests) {
      failure = await this.run(test, limitMs);
      this.ended();
      if (failure !== null) {
        break;
      }
    }
    for (const group of this.opened.reverse()) {
      for (const run of group.afterAll) {
        await run();
      }
    }
    return failure;
  }

  private async run(test: RegisteredTest, limitMs: number): Promise<TestFailure | null> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<'too late'>((resolve) => {
      timer = setTimeout(() => resolve('too late'), limitMs);
    });
    const outcome = this.runWithHooks(test).then(
      () => null,
      (error: unknown) => ({ error }),
    );
    const ended = await Promise.race([outcome, tooLate]);
    clearTimeout(timer);
    if (ended === 'too late') {
      return { test: test.id, kind: 'timed out', message: `no end after ${limitMs} ms` };
    }
    if (test.fails) {
      return ended === null ? { test: test.id, kind: 'failed', message: 'expected to fail' } : null;
    }
    return ended === null
      ? null
      : { test: test.id, kind: 'failed', message: String((ended.error as Error)?.message ?? ended.error) };
  }

  private async runWithHooks({ group, run }: RegisteredTest): Promise<void> {
    const groups = withParents(group);
    for (const one of groups) {
      if (!this.opened.includes(one)) {
        this.opened.push(one);
        for (const hook of one.beforeAll) {
          await hook();
        }
      }
    }
    for (const hook of groups.flatMap(({ beforeEach }) => beforeEach)) {
      await hook();
    }
    try {
      await run();
    } finally {
      for (const hook of groups.toReversed().flatMap(({ afterEach }) => afterEach)) {
        await hook();
      }
    }
  }
}

/** The outermost group first. */
function withParents(group: TestGroup): TestGroup[] {
  return group.parent === null ? [group] : [...withParents(group.parent), group];
}
