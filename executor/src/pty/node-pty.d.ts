// The part of node-pty that we use. Its own declaration names the package it was published as, and types raw data as
// string although `encoding: null` delivers Buffers.
declare module 'node-pty' {
  export interface Pty {
    readonly pid: number;
    onData(listener: (data: Buffer) => void): void;
    onExit(listener: (exit: { exitCode: number; signal?: number }) => void): void;
    write(data: string): void;
    pause(): void;
    resume(): void;
    kill(signal?: string): void;
  }
  export interface SpawnOptions {
    readonly encoding: null;
    readonly cols: number;
    readonly rows: number;
    readonly cwd: string;
    readonly name: string;
    readonly env: Readonly<Record<string, string>>;
  }
  export function spawn(file: string, args: string[], options: SpawnOptions): Pty;
}
