import { createContext, runInContext } from 'node:vm';
import type { RequestOrigin } from 'cloudfront';
import type { EdgeConfig } from '../../../lambdas/edge/config';
import type { EdgeEvent, EdgeRequest, EdgeResponse, EdgeResponseEvent } from '../../../lambdas/edge/event';
import { type EdgeFunctionName, edgeCode } from '../../../lib/user-split/edge-code';
import { takeAway } from './edge-builtins';

/** Encodings that the runtime's Buffer knows, with what it reads of a text: Node reads both kinds of base64 as either. */
const ENCODINGS: Readonly<Record<string, RegExp>> = {
  utf8: /^.*/s,
  hex: /^[0-9a-f]*/i,
  base64: /^[A-Za-z0-9+/]*/,
  base64url: /^[A-Za-z0-9_-]*/,
};

const buffer = {
  from: (text: string, encoding: string) => {
    const readable = ENCODINGS[encoding]?.exec(text)?.[0];
    if (typeof text !== 'string' || readable === undefined) {
      throw new TypeError(`Buffer.from(${typeof text}, ${encoding})`);
    }
    return Buffer.from(readable, encoding as BufferEncoding);
  },
};

/** What a function chose: null, the behaviour's own origin. */
export type Chosen = null | { readonly id: string } | RequestOrigin;

/** A key value store, or what reading it throws. */
export type Store = Readonly<Record<string, string>> | Error;

/** What the outside of a function is, for one call. */
interface Outside {
  store: Store | null;
  chosen: Chosen;
  readonly logged: string[];
}

/** The `cloudfront` module as the runtime behaves: it throws for what is not there. */
function moduleOf(outside: Outside, originIds: readonly string[]) {
  return {
    kvs: () => {
      if (outside.store === null) {
        throw new Error('KVSNamespaceNotFound');
      }
      return { get: async (key: string) => read(outside.store as Store, key) };
    },
    selectRequestOriginById: (id: string) => {
      if (!originIds.includes(id)) {
        throw new Error(`no origin ${id}`);
      }
      outside.chosen = { id };
    },
    updateRequestOrigin: (origin: RequestOrigin) => {
      // Of the other realm: as plain data.
      outside.chosen = JSON.parse(JSON.stringify(origin));
    },
  };
}

function read(store: Store, key: string): string {
  if (store instanceof Error) {
    throw store;
  }
  const value = store[key];
  if (value === undefined) {
    throw new Error(`KeyNotFound: ${key}`);
  }
  return value;
}

/** Runs code in a context with nothing but what the runtime offers, and gives its handler. */
export function edgeHandler<Event, Result>(code: string, cf: object, log: (text: string) => void) {
  const context = createContext(
    { Buffer: buffer, console: { log }, cf },
    { codeGeneration: { strings: false, wasm: false } },
  );
  runInContext(takeAway, context);
  // V8 takes imports in modules alone: the module is a global here.
  const script = code.replace(/^import cf from"cloudfront";/, '');
  return runInContext(`'use strict';${script};handler`, context) as (event: Event) => Result;
}

const originIdsOf = (config: EdgeConfig) =>
  config.paths.flatMap(({ origin }) => ('originId' in origin ? [origin.originId] : []));

/** Both functions of a distribution as deployed, with a store. */
export function edgeFunctions(config: EdgeConfig, store: Store | null, originIds = originIdsOf(config)) {
  const outside: Outside = { store, chosen: null, logged: [] };
  const load = <Event, Result>(name: EdgeFunctionName) =>
    edgeHandler<Event, Result>(edgeCode(name, config), moduleOf(outside, originIds), (text) =>
      outside.logged.push(text),
    );
  const onRequest = load<EdgeEvent, Promise<EdgeRequest>>('viewer-request');
  const onResponse = load<EdgeResponseEvent, EdgeResponse>('viewer-response');
  return {
    outside,
    /** One request on its way in: what it became, and which origin was chosen. */
    request: async (event: EdgeEvent) => {
      outside.chosen = null;
      const request = await onRequest(event);
      return { request, chosen: outside.chosen as Chosen };
    },
    response: (event: EdgeResponseEvent) => onResponse(event),
  };
}
