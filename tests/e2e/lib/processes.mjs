// Starts programs, reads their first line, and ends every one of them when the test run ends.
import { spawn, execFileSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '../../..');
export const OUT = join(PROJECT, 'tests/e2e/out');

const PROGRAMS = process.env.TONGBAN_PROGRAMS ?? join(PROJECT, 'target/debug');
const running = new Set();

export const program = (name) => join(PROGRAMS, name);

/** A program that runs beside the test; its stderr goes to `out/<log>.log`. */
export class Running {
  #child;
  #lines;
  #log;
  #ended;

  constructor(command, args, { log, env = {} }) {
    mkdirSync(OUT, { recursive: true });
    this.#log = join(OUT, `${log}.log`);
    const stderr = openSync(this.#log, 'a');
    // A group of its own: a tracer that is ended alone leaves what it traces running.
    const options = { stdio: ['ignore', 'pipe', stderr], env: { ...process.env, ...env }, detached: true };
    this.#child = spawn(command, args, options);
    closeSync(stderr);
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(error));
      this.#child.once('exit', (code, signal) => resolve(new Error(`ended with ${signal ?? code}`)));
    });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    running.add(this);
  }

  /** Sends a signal to the program and everything it started. */
  signal(name) {
    try {
      process.kill(-this.#child.pid, name);
    } catch {
      // It ended by itself.
    }
  }

  /** The first line of stdout as JSON; an error with the log's end when there is none. */
  async ready() {
    const first = await Promise.race([this.#lines.next(), this.#ended, later(30_000, new Error('no ready line in 30 s'))]);
    if (first instanceof Error || first.done) {
      const end = readFileSync(this.#log, 'utf8').split('\n').slice(-15).join('\n');
      throw new Error(`${this.#child.spawnfile}: ${first.message ?? 'no ready line'}\n${end}`);
    }
    return JSON.parse(first.value);
  }

  async kill() {
    running.delete(this);
    this.signal('SIGKILL');
    await this.#ended;
  }

  async stop() {
    running.delete(this);
    this.signal('SIGTERM');
    await Promise.race([this.#ended, later(8_000)]);
    this.signal('SIGKILL');
    await this.#ended;
  }
}

/** Runs a program to its end: `{ code, stdout, json }`; `json` is its last line. */
export function run(command, args, { env = {}, input } = {}) {
  const options = { env: { ...process.env, ...env }, encoding: 'utf8', input, stdio: ['pipe', 'pipe', 'pipe'] };
  try {
    return finished(0, execFileSync(command, args, options));
  } catch (error) {
    if (typeof error.status !== 'number') throw error;
    return finished(error.status, error.stdout, error.stderr);
  }
}

function finished(code, stdout, stderr = '') {
  return { code, stdout, stderr, get json() { return JSON.parse(stdout.trimEnd().split('\n').at(-1)); } };
}

export const later = (milliseconds, value) =>
  new Promise((resolve) => { setTimeout(resolve, milliseconds, value).unref(); });

process.once('exit', () => running.forEach((child) => child.signal('SIGTERM')));
for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => process.exit(1));
