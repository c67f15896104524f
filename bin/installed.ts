#!/usr/bin/env node
import { main } from './cutover';

// The command of the installed package. In a clone, `cutover.cjs` runs the sources.
process.exitCode = await main(process.argv.slice(2));
