import type { WrittenKind } from '../output/write-file';
import { contentPolicy, scriptElement, styles } from './assets';
import { type Html, html, trusted } from './html';

/** What the head of every report has, so that a report is known from any other file. */
const GENERATOR = 'Cutover';

/** Characters in which the head names its generator. */
const HEAD_LENGTH = 4_096;

/** A report may be written over an earlier one, and over nothing else. */
export const REPORT: WrittenKind = {
  noun: 'a report',
  isOne: (content) =>
    /^<!doctype html>/i.test(content) &&
    content.slice(0, HEAD_LENGTH).includes(`<meta name="generator" content="${GENERATOR}">`),
};

/** A self-contained page of HTML. @param codes the scripts, in the order in which they run */
export function page(title: string, content: readonly Html[], codes: readonly string[]): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(codes)}">
<meta name="generator" content="${GENERATOR}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>
${trusted(styles())}</style>
</head>
<body>
<main>
${content.map((part) => html`${part}\n`)}</main>
${codes.map(scriptElement)}</body>
</html>
`.text;
}

/** A part of the page under a heading. */
export function section(heading: string, content: Html): Html {
  return html`<section>
<h2>${heading}</h2>
${content}
</section>`;
}

/** A name and its value in a list of facts. */
export function fact(name: string, value: string | Html): Html {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}
