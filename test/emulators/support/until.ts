import { setTimeout as wait } from 'node:timers/promises';

const ASK_EVERY_MS = 250;

/**
 * Asks until there is an answer.
 * @param what is waited for, in words
 * @throws Error when there is none within `limitMs`
 */
export async function until<T>(limitMs: number, what: string, ask: () => Promise<T | null>): Promise<T> {
  for (const end = Date.now() + limitMs; Date.now() < end; await wait(ASK_EVERY_MS)) {
    const answer = await ask();
    if (answer !== null) {
      return answer;
    }
  }
  throw new Error(`waited ${limitMs / 1_000} s in vain for ${what}`);
}
