import type { HttpProbe } from '../../ports';

/**
 * A probe that is loaded when its first request is sent. The HTTP client takes most of the time of loading a
 * function, and an invocation that only waits for targets sends no request.
 */
export function lazyProbe(load: () => Promise<HttpProbe>): HttpProbe {
  let loaded: Promise<HttpProbe> | null = null;
  return {
    send: async (request) => {
      loaded ??= load();
      return (await loaded).send(request);
    },
  };
}
