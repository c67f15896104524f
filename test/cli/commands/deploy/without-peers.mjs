// Node's --import: a project in which the peers of `cutover deploy` are not installed.
import Module, { register } from 'node:module';

const PEERS = /^(aws-cdk-lib|constructs|@aws-cdk\/toolkit-lib)(\/|$)/;

const real = Module._resolveFilename;
Module._resolveFilename = function resolveFilename(request, ...rest) {
  if (PEERS.test(request)) {
    throw Object.assign(new Error(`Cannot find module '${request}'`), { code: 'MODULE_NOT_FOUND' });
  }
  return real.call(this, request, ...rest);
};

const hooks = `export async function resolve(specifier, context, next) {
  if (${PEERS}.test(specifier)) {
    const message = "Cannot find package '" + specifier + "' imported from " + context.parentURL;
    throw Object.assign(new Error(message), { code: 'ERR_MODULE_NOT_FOUND' });
  }
  return next(specifier, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
