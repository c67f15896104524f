import { setTimeout as wait } from 'node:timers/promises';

const ASK_EVERY_MS = 250;

/**
 * Polls until there is an answer.
 * @param what names what is waited for
 * @throws Error when there is no answer within `limitMs`
 */
export async function until<T>(limitMs: number, what: string, ask: () => Promise<T | null>): Promise<T> {
  for (const end = Date.now() + limitMs; Date.now() < end; await wait(ASK_EVERY_MS)) {
    const answer = await ask();
    if (answer !== null) {
      return answer;
    }
  }
  throw new Error(`waited ${limitMs / 1_000} s for ${what} without success`);
}
