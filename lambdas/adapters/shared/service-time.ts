/** The header has whole seconds, cut off, so the time of the answer is half a second later on average. */
const CUT_OFF_MS = 500;

/** How a client's stack of middleware is extended, as far as it is needed here. */
interface Answers {
  readonly response?: unknown;
}
interface MiddlewareStack {
  add(
    middleware: (next: (args: never) => Promise<Answers>) => (args: never) => Promise<Answers>,
    options: { readonly step: 'deserialize'; readonly priority: 'low'; readonly name: string },
  ): void;
}

let aheadMs: number | null = null;

/**
 * Milliseconds by which AWS's clock was ahead of this one, by the last answer to a client that
 * `readServiceTime` was given; null before the first answer.
 */
export const serviceAheadMs = (): number | null => aheadMs;

/**
 * Has a client read the `Date` header of each answer, errors included. An answer without the header changes
 * nothing.
 * @returns the client
 */
export function readServiceTime<Client extends { readonly middlewareStack: unknown }>(
  client: Client,
  now: () => number = Date.now,
): Client {
  const stack = client.middlewareStack as MiddlewareStack;
  stack.add(
    (next) => async (args) => {
      const answer = await next(args);
      const date = Date.parse(headerOf(answer.response) ?? '');
      if (!Number.isNaN(date)) {
        aheadMs = date + CUT_OFF_MS - now();
      }
      return answer;
    },
    // Next to the network: before an error in the answer is thrown.
    { step: 'deserialize', priority: 'low', name: 'readServiceTime' },
  );
  return client;
}

function headerOf(response: unknown): string | undefined {
  const { headers = {} } = (response ?? {}) as { readonly headers?: Readonly<Record<string, string>> };
  return Object.entries(headers).find(([name]) => name.toLowerCase() === 'date')?.[1];
}
