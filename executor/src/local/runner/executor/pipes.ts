import { execFile } from 'node:child_process';
import { closeSync, constants, openSync, unlinkSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

const BATCH = 16; // pipes made by one `mkfifo`; a small job takes about ten

/** One end to give to a program, one to read from. */
export interface OutputPipe {
  /** Close it as soon as the program has it. */
  readonly writeFd: number;
  /** Ends when nobody holds the write end any more. */
  readonly reader: Socket;
}

/**
 * Real pipes for the output of programs. Node gives sockets instead, and a program that opens /dev/stderr or
 * /dev/stdout by name fails on a socket; under the Runner it does not.
 */
export class PipeStore {
  readonly #dir: string;
  #names: string[] = [];
  #made = 0;

  /** `dir`: an existing directory that only this user can enter. */
  constructor(dir: string) {
    this.#dir = dir;
  }

  async open(): Promise<OutputPipe> {
    const path = this.#names.pop() ?? (await this.#make());
    const readFd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const writeFd = openSync(path, constants.O_WRONLY);
      return { writeFd, reader: new Socket({ fd: readFd, readable: true, writable: false }) };
    } catch (error) {
      closeSync(readFd);
      throw error;
    } finally {
      unlinkSync(path);
    }
  }

  async #make(): Promise<string> {
    const first = this.#made;
    this.#made += BATCH;
    const names = Array.from({ length: BATCH }, (_, at) => join(this.#dir, `pipe${first + at}`));
    await promisify(execFile)('mkfifo', ['-m', '600', ...names]);
    const [name = '', ...rest] = names;
    this.#names = rest;
    return name;
  }
}
