import { goQuote, joinPath } from '../../../go/index.js';
import type { Variable } from '../../../job/index.js';
import { ANSI_BOLD_GREEN, ANSI_CLEAR, ANSI_RESET, ANSI_YELLOW } from '../ansi.js';
import type { Build } from '../build/index.js';
import { dotEnv, doubleQuote, posixEscape, type Quoter, shellEscape } from './escape.js';

// Without it bash before 4.4 and from 5.3 prints the script's text when a signal ends it (gitlab-runner 39005).
const EXIT_ON_TERMINATION = "trap 'exit 1' TERM";
const EXIT_CHECK = '_runner_exit_code=$?; if [ $_runner_exit_code -ne 0 ]; then exit $_runner_exit_code; fi';
// A `find` without `-exec … +` (z/OS) takes `;` instead.
const FIND_TERMINATOR = "et='+' ; find /dev/null -exec true {} + 2>/dev/null || et=';' ; ";
const SECTION_TIME = "$(awk 'BEGIN{srand(); print srand()}')";

/** What a writer needs to know of the build; kept apart so that scripts can be written without one. */
export interface WriterFacts {
  readonly tmpDir: string;
  /** `bash` or `sh`. */
  readonly shell: string;
  readonly exitCheck: boolean;
  readonly legacyEval: boolean;
  readonly posixEscapes: boolean;
}

export function writerFacts(build: Build, shell: string): WriterFacts {
  return {
    tmpDir: build.tmpDir,
    shell,
    exitCheck: build.flag('FF_ENABLE_BASH_EXIT_CODE_CHECK'),
    legacyEval: build.flag('FF_USE_LEGACY_BASH_EVAL'),
    posixEscapes: build.flag('FF_POSIXLY_CORRECT_ESCAPES'),
  };
}

/** Writes one stage's script line by line. Source: shells/bash.go BashWriter. */
export class ScriptWriter {
  readonly #facts: WriterFacts;
  readonly #escape: Quoter;
  #body = '';
  #indent = 0;

  constructor(facts: WriterFacts) {
    this.#facts = facts;
    this.#escape = facts.posixEscapes ? posixEscape : shellEscape;
  }

  line(text: string): void {
    this.#body += `${'  '.repeat(this.#indent)}${text}\n`;
  }

  checkForErrors(): void {
    if (this.#facts.exitCheck) this.line(EXIT_CHECK);
  }

  /** A command, every word quoted. */
  command(name: string, ...args: readonly string[]): void {
    this.line(this.#words(this.#escape, name, args));
    this.checkForErrors();
  }

  /** A command whose arguments bash expands. */
  commandExpanded(name: string, ...args: readonly string[]): void {
    this.line(this.#words(doubleQuote, name, args));
    this.checkForErrors();
  }

  /** A command that reads one text; its failure does not count. */
  commandBestEffort(stdin: string, name: string, ...args: readonly string[]): void {
    this.line(`echo ${this.#escape(stdin)} | ${this.#words(this.#escape, name, args)} || true`);
  }

  /** git's configuration of a helper that answers with CI_JOB_TOKEN, and of no other helper. */
  credentialHelper(file: string, section: string, user: string, helper: string): void {
    const config = `git config -f ${doubleQuote(file)}`;
    const key = this.#escape(`${section}.helper`);
    this.line(
      `${config} --replace-all ${key} "" && ${config} --add ${key} ${this.#escape(helper)} && ` +
        `${config} ${this.#escape(`${section}.username`)} ${user}`,
    );
    this.checkForErrors();
  }

  variable(one: Pick<Variable, 'key' | 'value'> & Partial<Variable>): void {
    const key = this.#escape(one.key);
    if (one.file === true) {
      const path = goQuote(this.tmpFile(one.key));
      this.line(`mkdir -p ${goQuote(this.#facts.tmpDir)}`);
      this.line(`printf '%s' ${this.#escape(one.value)} > ${path}`);
      this.line(`export ${key}=${path}`);
      return;
    }
    const value = one.value.startsWith(this.#facts.tmpDir) ? absolute(one.value) : one.value;
    this.line(`export ${key}=${this.#escape(value)}`);
  }

  /** An export whose value bash expands. */
  exportRaw(name: string, value: string): void {
    this.line(`export ${this.#escape(name)}=${doubleQuote(value)}`);
  }

  /** Writes variables into a file for the helper program; returns its path. */
  dotEnvFile(name: string, variables: ReadonlyMap<string, string>): string {
    const path = this.tmpFile(name);
    this.line(`cat << EOF > ${path}\n${dotEnv(variables)}EOF\n`);
    return path;
  }

  /** Exports the `NAME=value` lines that the job left in a file. */
  sourceEnv(path: string): void {
    this.line(`mkdir -p ${goQuote(this.#facts.tmpDir)}`);
    this.line(`touch ${goQuote(path)}`);
    this.line(`while read -r line; do export "$line"; done < ${goQuote(path)}`);
  }

  ifDirectory(path: string, then: () => void): void {
    this.#if(`[ -d ${goQuote(path)} ]; then`, then);
  }

  ifFile(path: string, then: () => void, otherwise?: () => void): void {
    this.#if(`[ -e ${goQuote(path)} ]; then`, then, otherwise);
  }

  ifReadable(path: string, then: () => void): void {
    this.#if(`[ -r ${goQuote(path)} ]; then`, then);
  }

  /** A silent command decides. */
  ifCommand(command: readonly [string, ...string[]], then: () => void, otherwise?: () => void): void {
    const [name, ...args] = command;
    this.#if(`${this.#words(this.#escape, name, args)} >/dev/null 2>&1 ; then`, then, otherwise);
  }

  /** A command decides whose output shows. */
  ifCommandShown(command: readonly [string, ...string[]], then: () => void, otherwise: () => void): void {
    const [name, ...args] = command;
    this.#if(`${this.#words(this.#escape, name, args)} ; then`, then, otherwise);
  }

  /** The same with arguments that bash expands. */
  ifCommandExpanded(command: readonly [string, ...string[]], then: () => void, otherwise: () => void): void {
    const [name, ...args] = command;
    this.#if(`${this.#words(doubleQuote, name, args)} ; then`, then, otherwise);
  }

  ifGitVersion(atLeast: string, then: () => void, otherwise: () => void): void {
    this.line(`current_ver="$(git version|cut -d ' ' -f 3)"`);
    this.line(`required_ver=${goQuote(atLeast)}`);
    this.line(
      `minimum_ver="$(printf '%s\\n%s' "$required_ver" "$current_ver" | sort -t '.' -k 1,1n -k 2,2n -k 3,3n | sed -n '1p')"`,
    );
    this.line('if [ "$minimum_ver" = "$required_ver" ]; then');
    this.print(`Git version at least ${goQuote(atLeast)}`);
    this.#block(then);
    this.#closeIf(otherwise);
  }

  cd(path: string): void {
    this.command('cd', path);
  }

  mkdir(path: string): void {
    this.command('mkdir', '-p', path);
  }

  removeDir(path: string): void {
    this.ifDirectory(path, () => this.commandExpanded('chmod', '-R', 'u+rwX', path));
    this.commandExpanded('rm', '-r', '-f', path);
  }

  removeFile(path: string): void {
    this.commandExpanded('rm', '-f', path);
  }

  removeFilesBelow(path: string, name: string): void {
    this.#removeBelow(path, `-name ${goQuote(name)} -type f -exec rm -f {}`);
  }

  removeDirsBelow(path: string, name: string): void {
    this.#removeBelow(path, `-name ${goQuote(name)} -type d -depth -exec rm -rf -- {}`);
  }

  /** A path in the job's own temporary directory, absolute where the script runs. */
  tmpFile(name: string): string {
    return absolute(joinPath(this.#facts.tmpDir, name));
  }

  print(text: string): void {
    this.#echo(ANSI_RESET + text);
  }

  notice(text: string): void {
    this.#echo(ANSI_BOLD_GREEN + text + ANSI_RESET);
  }

  warning(text: string): void {
    this.#echo(ANSI_YELLOW + text + ANSI_RESET);
  }

  emptyLine(): void {
    this.line('echo');
  }

  /** A log section that holds nothing but the text of a command. */
  commandSection(id: string, command: string): void {
    const start = `section_start:${SECTION_TIME}:section_${id}[hide_duration=true,collapsed=true]\r${ANSI_CLEAR}`;
    this.line(`printf '%b\\n' ${start}${this.#escape(ANSI_BOLD_GREEN + command + ANSI_RESET)}`);
    this.line(`printf '%b\\n' section_end:${SECTION_TIME}:section_${id}\r${ANSI_CLEAR}`);
  }

  /** The whole script: the body as one text that bash evaluates with an empty standard input. */
  finish(trace: boolean): string {
    const body = this.#escape(this.#body);
    const run = this.#facts.legacyEval
      ? `: | eval ${body}`
      : `(${EXIT_ON_TERMINATION}; eval ${body}) < /dev/null`;
    return (
      `#!/usr/bin/env ${this.#facts.shell}\n\n${EXIT_ON_TERMINATION}\n\n` +
      (trace ? 'set -o xtrace\n' : '') +
      'case "$(set -o)" in *"pipefail"*) set -o pipefail;; esac; set -o errexit\n' +
      `set +o noclobber\n${run}\nexit 0\n`
    );
  }

  #echo(text: string): void {
    this.line(`echo ${this.#escape(text)}`);
  }

  #words(quote: Quoter, name: string, args: readonly string[]): string {
    return [this.#escape(name), ...args.map(quote)].join(' ');
  }

  #removeBelow(path: string, found: string): void {
    this.ifDirectory(path, () => this.line(`${FIND_TERMINATOR}find ${goQuote(path)} ${found} "\${et}"`));
  }

  #if(condition: string, then: () => void, otherwise?: () => void): void {
    this.line(`if ${condition}`);
    this.#block(then);
    this.#closeIf(otherwise);
  }

  #closeIf(otherwise?: () => void): void {
    if (otherwise !== undefined) {
      this.line('else');
      this.#block(otherwise);
    }
    this.line('fi');
  }

  #block(write: () => void): void {
    this.#indent += 1;
    write();
    this.#indent -= 1;
  }
}

/** A path of a relative builds_dir is relative to where the script starts. */
function absolute(path: string): string {
  return path.startsWith('/') || path.startsWith('$PWD') ? path : joinPath('$PWD', path);
}
