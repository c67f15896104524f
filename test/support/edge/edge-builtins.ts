/**
 * The members of V8's built-in objects that the CloudFront Functions runtime 2.0 has, static and of the
 * prototype. Source: the page functions-javascript-runtime-20.html, as of November 2026. It has all of ES
 * 5.1, and those of later versions that the page names.
 */
const KNOWN: Readonly<Record<string, { readonly own: string; readonly prototype: string }>> = {
  Object: {
    own: `assign create defineProperties defineProperty entries freeze getOwnPropertyDescriptor
      getOwnPropertyDescriptors getOwnPropertyNames getPrototypeOf isExtensible isFrozen isSealed
      keys preventExtensions seal values`,
    prototype: 'hasOwnProperty isPrototypeOf propertyIsEnumerable toString valueOf',
  },
  String: {
    own: 'fromCharCode fromCodePoint',
    // The page does not list charCodeAt, but an example of AWS that verifies a token uses it.
    prototype: `charAt charCodeAt codePointAt concat endsWith includes indexOf lastIndexOf match padEnd
      padStart repeat replace replaceAll search slice split startsWith substr substring
      toLowerCase toString toUpperCase trim trimEnd trimStart valueOf length`,
  },
  Number: {
    own: `EPSILON MAX_SAFE_INTEGER MAX_VALUE MIN_SAFE_INTEGER MIN_VALUE NEGATIVE_INFINITY NaN
      POSITIVE_INFINITY isFinite isInteger isNaN isSafeInteger parseFloat parseInt`,
    prototype: 'toExponential toFixed toPrecision toString valueOf',
  },
  Array: {
    own: 'isArray of',
    prototype: `concat copyWithin every fill filter find findIndex forEach includes indexOf join lastIndexOf
      length map pop push reduce reduceRight reverse shift slice some sort splice toString unshift`,
  },
  RegExp: { own: '', prototype: 'exec flags global ignoreCase multiline source sticky test toString' },
  Promise: { own: 'all allSettled any race reject resolve', prototype: 'catch finally then' },
  Function: { own: '', prototype: 'apply bind call toString' },
};

/** Members of every constructor. */
const ALWAYS = ['length', 'name', 'prototype', 'constructor'];

/** Globals of V8 that the runtime does not have. */
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

/** Code that removes what the runtime does not have. */
export const removeUnsupported = [
  ...MISSING.map((name) => `delete globalThis.${name};`),
  ...Object.entries(KNOWN).flatMap(([name, { own, prototype }]) => [
    keepOnly(name, [...words(own), ...ALWAYS]),
    keepOnly(`${name}.prototype`, [...words(prototype), ...ALWAYS]),
  ]),
].join('\n');

/** Symbols are kept, because the language itself uses them. */
function keepOnly(object: string, names: readonly string[]): string {
  const known = JSON.stringify(names);
  return (
    `Object.getOwnPropertyNames(${object}).forEach((name) => { if (${known}.indexOf(name) === -1) delete` +
    ` ${object}[name]; });`
  );
}
