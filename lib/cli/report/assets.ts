import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PACKAGE_FOLDER } from '../../shared/package-folder';
import { type Html, html, trusted } from './html';

const UPLOT = dirname(require.resolve('uplot/package.json'));
/** The scripts and the style sheet of the page. */
const BROWSER = join(PACKAGE_FOLDER, 'lib/cli/report/browser');

/** The styles of the page. */
export function styles(): string {
  return `${read(UPLOT, 'dist/uPlot.min.css')}\n${read(BROWSER, 'page.css')}`;
}

/**
 * The scripts that draw the charts, in the order in which they run. The license of uPlot must accompany its
 * code.
 */
export function scripts(): string[] {
  const license = `/*\n${read(UPLOT, 'LICENSE').trim()}\n*/`;
  const own = ['time.js', 'annotations.js', 'charts.js'].map((file) => read(BROWSER, file));
  return [`${license}\n${read(UPLOT, 'dist/uPlot.iife.min.js')}`, ...own];
}

/**
 * A policy under which the page loads nothing and runs only these scripts, even if markup got past the
 * escaping.
 */
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

/** Browsers normalize line endings before they hash. */
function read(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8').replace(/\r\n/g, '\n');
}
