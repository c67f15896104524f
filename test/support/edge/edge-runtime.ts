import { createContext, runInContext } from 'node:vm';
import type { RequestOrigin } from 'cloudfront';
import type { EdgeConfig } from '../../../lambdas/edge/config';
import type { EdgeEvent, EdgeRequest, EdgeResponse, EdgeResponseEvent } from '../../../lambdas/edge/event';
import { type EdgeFunctionName, edgeCode } from '../../../lib/user-split/edge-code';
import { removeUnsupported } from './edge-builtins';

/**
 * The encodings of the runtime's Buffer, with the text that each reads. Node.js reads both kinds of base64
 * with either.
 */
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

/** The origin that a function selected; null: the origin of the cache behavior. */
export type Chosen = null | { readonly id: string } | RequestOrigin;

/** A key value store, or the error of reading it. */
export type Store = Readonly<Record<string, string>> | Error;

/** The environment of a function. */
interface EdgeEnvironment {
  store: Store | null;
  chosen: Chosen;
  readonly logged: string[];
}

/** The `cloudfront` module. Like the runtime, it throws for what does not exist. */
function moduleOf(environment: EdgeEnvironment, originIds: readonly string[]) {
  return {
    kvs: () => {
      if (environment.store === null) {
        throw new Error('KVSNamespaceNotFound');
      }
      return { get: async (key: string) => read(environment.store as Store, key) };
    },
    selectRequestOriginById: (id: string) => {
      if (!originIds.includes(id)) {
        throw new Error(`no origin ${id}`);
      }
      environment.chosen = { id };
    },
    updateRequestOrigin: (origin: RequestOrigin) => {
      // Copied as plain data, because the object belongs to another realm.
      environment.chosen = JSON.parse(JSON.stringify(origin));
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

/** Runs code in a context with only what the runtime provides, and returns its handler. */
export function edgeHandler<Event, Result>(code: string, cf: object, log: (text: string) => void) {
  const context = createContext(
    { Buffer: buffer, console: { log }, cf },
    { codeGeneration: { strings: false, wasm: false } },
  );
  runInContext(removeUnsupported, context);
  // V8 supports imports only in modules, so the module is a global here.
  const script = code.replace(/^import cf from"cloudfront";/, '');
  return runInContext(`'use strict';${script};handler`, context) as (event: Event) => Result;
}

const originIdsOf = (config: EdgeConfig) =>
  config.paths.flatMap(({ origin }) => ('originId' in origin ? [origin.originId] : []));

/** Both deployed functions of a distribution, with a key value store. */
export function edgeFunctions(config: EdgeConfig, store: Store | null, originIds = originIdsOf(config)) {
  const environment: EdgeEnvironment = { store, chosen: null, logged: [] };
  const load = <Event, Result>(name: EdgeFunctionName) =>
    edgeHandler<Event, Result>(edgeCode(name, config), moduleOf(environment, originIds), (text) =>
      environment.logged.push(text),
    );
  const onRequest = load<EdgeEvent, Promise<EdgeRequest>>('viewer-request');
  const onResponse = load<EdgeResponseEvent, EdgeResponse>('viewer-response');
  return {
    environment,
    /** Calls the viewer request function: the changed request and the selected origin. */
    request: async (event: EdgeEvent) => {
      environment.chosen = null;
      const request = await onRequest(event);
      return { request, chosen: environment.chosen as Chosen };
    },
    response: (event: EdgeResponseEvent) => onResponse(event),
  };
}
