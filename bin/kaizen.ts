#!/usr/bin/env node
import { userInfo } from 'node:os';
import process from 'node:process';
import { loadEmbeddedCloud } from './commands/embedded-cloud.ts';
import { main } from './commands/main.ts';
import { processTerminal } from './output/terminal.ts';

// A reader that has seen enough (`kaizen report | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await main(process.argv.slice(2), {
  terminal: processTerminal(process),
  loadCloud: loadEmbeddedCloud,
  signals: process,
  stdin: () => process.stdin,
  stdout: process.stdout,
  user: () => `cli:${userInfo().username}`,
});
