import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Html, html, trusted } from './html';

const UPLOT = dirname(require.resolve('uplot/package.json'));
/** Files that run, or are looked at, in a browser. */
const BROWSER = join(__dirname, 'browser');

/** All that the page looks like. */
export function styles(): string {
  return `${read(UPLOT, 'dist/uPlot.min.css')}\n${read(BROWSER, 'page.css')}`;
}

/** The scripts that draw the charts, in the order in which they run; the license of uPlot asks to go with it. */
export function scripts(): string[] {
  const license = `/*\n${read(UPLOT, 'LICENSE').trim()}\n*/`;
  const own = ['time.js', 'annotations.js', 'charts.js'].map((file) => read(BROWSER, file));
  return [`${license}\n${read(UPLOT, 'dist/uPlot.iife.min.js')}`, ...own];
}

/** A policy under which the page loads nothing and runs these scripts alone, should markup ever get past the escaping. */
export function contentPolicy(codes: readonly string[]): string {
  const hashes = codes.map((code) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`);
  return [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `script-src ${hashes.length === 0 ? "'none'" : hashes.join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

export function scriptElement(code: string): Html {
  return html`<script>${trusted(code)}</script>
`;
}

/** Browsers hash what they read, with line feeds alone. */
function read(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8').replace(/\r\n/g, '\n');
}
