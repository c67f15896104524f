import { readOptions } from './options';
import { runSavedCases } from './replay';
import { searchCases } from './search';

const print = (text: string) => void process.stdout.write(text);
const report = (text: string) => void process.stderr.write(text);

const options = readOptions();
const violates =
  options.case === undefined ? searchCases(options, { print, report }) : runSavedCases(options.case, print);
void violates.then(
  (any) => {
    process.exitCode = any ? 1 : 0;
  },
  (error: Error) => {
    report(`${error.message}\n`);
    process.exitCode = 64;
  },
);
