/**
 * What the runtime 2.0 of CloudFront Functions has of V8's own objects, after its page (functions-javascript-runtime-20.html, read in
 * November 2026): names of static members and of those of the prototype. All of ES 5.1 is in, and what the page names of later ones.
 */
const KNOWN: Readonly<Record<string, { readonly own: string; readonly prototype: string }>> = {
  Object: {
    own: `assign create defineProperties defineProperty entries freeze getOwnPropertyDescriptor getOwnPropertyDescriptors
      getOwnPropertyNames getPrototypeOf isExtensible isFrozen isSealed keys preventExtensions seal values`,
    prototype: 'hasOwnProperty isPrototypeOf propertyIsEnumerable toString valueOf',
  },
  String: {
    own: 'fromCharCode fromCodePoint',
    // AWS leaves charCodeAt out of the list, and uses it in its own example of a function that checks a token.
    prototype: `charAt charCodeAt codePointAt concat endsWith includes indexOf lastIndexOf match padEnd padStart repeat replace
      replaceAll search slice split startsWith substr substring toLowerCase toString toUpperCase trim trimEnd trimStart valueOf length`,
  },
  Number: {
    own: `EPSILON MAX_SAFE_INTEGER MAX_VALUE MIN_SAFE_INTEGER MIN_VALUE NEGATIVE_INFINITY NaN POSITIVE_INFINITY isFinite isInteger
      isNaN isSafeInteger parseFloat parseInt`,
    prototype: 'toExponential toFixed toPrecision toString valueOf',
  },
  Array: {
    own: 'isArray of',
    prototype: `concat copyWithin every fill filter find findIndex forEach includes indexOf join lastIndexOf length map pop push
      reduce reduceRight reverse shift slice some sort splice toString unshift`,
  },
  RegExp: { own: '', prototype: 'exec flags global ignoreCase multiline source sticky test toString' },
  Promise: { own: 'all allSettled any race reject resolve', prototype: 'catch finally then' },
  Function: { own: '', prototype: 'apply bind call toString' },
};

/** What every constructor has. */
const ALWAYS = ['length', 'name', 'prototype', 'constructor'];

/** Globals of V8's that the runtime does not have. */
const MISSING = [
  ...[
    'eval',
    'Map',
    'Set',
    'WeakMap',
    'WeakSet',
    'WeakRef',
    'FinalizationRegistry',
    'Proxy',
    'Reflect',
    'Intl',
  ],
  ...['BigInt', 'BigInt64Array', 'BigUint64Array', 'Atomics', 'SharedArrayBuffer', 'WebAssembly', 'Iterator'],
  ...['AggregateError', 'escape', 'unescape'],
];

const words = (text: string) => text.split(/\s+/).filter((word) => word !== '');

/** Code that takes away what the runtime does not have. */
export const takeAway = [
  ...MISSING.map((name) => `delete globalThis.${name};`),
  ...Object.entries(KNOWN).flatMap(([name, { own, prototype }]) => [
    keepOnly(name, [...words(own), ...ALWAYS]),
    keepOnly(`${name}.prototype`, [...words(prototype), ...ALWAYS]),
  ]),
].join('\n');

/** Symbols stay: the language itself looks for them. */
function keepOnly(object: string, names: readonly string[]): string {
  const known = JSON.stringify(names);
  return `Object.getOwnPropertyNames(${object}).forEach((name) => { if (${known}.indexOf(name) === -1) delete ${object}[name]; });`;
}
