import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { cutover } from '../../support/cli/cutover';
import { shell } from '../../support/cli/shell';
import { temporaryFiles } from '../../support/cli/temporary-files';

const files = temporaryFiles();
const EXAMPLE = join(__dirname, '../../../examples/api.yaml');
const rehearse = (...options: string[]) =>
  cutover('rehearse', EXAMPLE, '--scenario', 'smoke-fails', ...options);

describe('--report writes over a report, and over nothing else', () => {
  const others: readonly (readonly [string, string])[] = [
    ['a plan', readFileSync(EXAMPLE, 'utf8')],
    ['a scenario', 'faults: []\n'],
    ['a page of somebody else', '<!doctype html>\n<html><head><title>mine</title></head></html>'],
    ['a text that quotes a report', 'x <!doctype html> <meta name="generator" content="Cutover">'],
    ['a blank line', '\n'],
  ];

  test.each(others)('not over %s', async (name, content) => {
    const file = files.write(`${name}.html`, content);
    const { code, out, err } = await rehearse('--report', file);
    expect([code, out]).toEqual([64, '']);
    expect(err).toContain('is there already and is not a report of Cutover; remove it, or use another name');
    expect(readFileSync(file, 'utf8')).toBe(content);
  });

  test.each([
    ['a directory', () => files.folder, 'it is a directory'],
    ['a device', () => '/dev/null', 'it is not a regular file'],
    ['a missing directory', () => files.path('no/report.html'), 'the directory does not exist'],
    ['a file below a file', () => join(EXAMPLE, 'report.html'), 'not a directory'],
    ['standard output', () => '-', 'give the name of a file'],
  ])('not to %s', async (_, file, words) => {
    const { code, err } = await rehearse('--report', file());
    expect([code, err]).toEqual([64, expect.stringContaining(words)]);
  });

  test('over an earlier report, over an empty file, and through a link', async () => {
    const file = files.write('report.html', '');
    expect((await rehearse('--report', file)).code).toBe(2);
    const first = readFileSync(file, 'utf8');
    symlinkSync(file, files.path('link.html'));
    const { code } = await cutover('rehearse', EXAMPLE, '--report', files.path('link.html'));
    expect([code, readFileSync(file, 'utf8') === first]).toEqual([0, false]);
    expect(readFileSync(file, 'utf8')).toContain('healthy');
  });

  test('and leaves nothing beside it', async () => {
    const folder = files.path('alone');
    mkdirSync(folder);
    await rehearse('--report', join(folder, 'report.html'));
    expect(readdirSync(folder)).toEqual(['report.html']);
  });
});

describe('a report that cannot be written', () => {
  test('is refused before the rehearsal where the directory is read-only', async () => {
    const folder = files.path('locked');
    mkdirSync(folder);
    chmodSync(folder, 0o500);
    const { code, err } = await rehearse('--report', join(folder, 'report.html'));
    // Root may write anywhere.
    expect([code, err]).toEqual(
      process.getuid?.() === 0 ? [2, ''] : [64, expect.stringContaining('permission denied')],
    );
  });

  test('leaves no file, with exit code 74, where it is too large for the file system', () => {
    const folder = files.path('full');
    mkdirSync(folder);
    const { code, err } = shell(
      `ulimit -f 8; cutover rehearse ${EXAMPLE} --report ${folder}/r.html > /dev/null`,
    );
    expect([code, err]).toEqual([
      74,
      `cutover: cannot write a report to ${folder}/r.html: it would be larger than a file may be\n`,
    ]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('leaves the earlier report as it was', () => {
    const folder = files.path('kept');
    mkdirSync(folder);
    shell(`cutover rehearse ${EXAMPLE} --scenario smoke-fails --report ${folder}/r.html`);
    const { size } = statSync(join(folder, 'r.html'));
    shell(`ulimit -f 8; cutover rehearse ${EXAMPLE} --report ${folder}/r.html`);
    expect([readdirSync(folder), statSync(join(folder, 'r.html')).size]).toEqual([['r.html'], size]);
  });
});

test.each([
  ['a plan that is not valid', ['plan.yaml', 'name: 42']],
  ['a plan that is empty', ['empty.yaml', '']],
])('a run that is broken by %s leaves no report', async (_, [name, content]) => {
  const report = files.path(`of-${name}.html`);
  const { code } = await cutover(
    'rehearse',
    files.write(name as string, content as string),
    '--report',
    report,
  );
  expect([code, statSync(report, { throwIfNoEntry: false })]).toEqual([64, undefined]);
});
