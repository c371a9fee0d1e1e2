#!/usr/bin/env node
/** The command `dlms`: the process around the subcommands. */
import { collected } from './bounded-input.js';
import { runCommandLine } from './command-line.js';
import { EXIT_STATUS, interruptionError, reasonOf } from './failure.js';
import { aborted, interruption } from './interrupt.js';
import { standardOutput } from './output.js';

const output = standardOutput(process.stdout, process.stderr, process.env);
const interrupted = interruption(output.readerGone, () => process.exit(EXIT_STATUS.failed));

async function main(): Promise<void> {
  const status = await runCommandLine(process.argv.slice(2), {
    output,
    environment: process.env,
    interrupted,
    readStdin,
  });
  // A line that hangs in its driver must not keep the process.
  process.exit(status);
}

async function readStdin(): Promise<Uint8Array> {
  if (process.stdin.isTTY) output.note('dlms: type the octets; Ctrl-D ends them');
  const ended = aborted(interrupted).then(() => {
    throw interruptionError('stdin was not read to its end');
  });
  return Promise.race([collected(process.stdin, 'stdin'), ended]);
}

process.on('uncaughtException', (error) => {
  output.note(`dlms: ${reasonOf(error)}`);
  process.exit(EXIT_STATUS.failed);
});

void main();
