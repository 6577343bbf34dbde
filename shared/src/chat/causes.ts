import type { Problem } from '../errors/index.js';

/** Every cause that this room can give, with what it means and the way out; the source of docs/errors.md. */
export const CHAT_CAUSES = {
  CHAT_SKIP_CI: {
    summary: 'the message of the head commit asks GitLab to skip CI, and chat pipelines obey it',
    wayOut: 'push a commit without [skip ci] in its message',
  },
  CHAT_NO_CONFIG: {
    summary: 'the default branch has no CI configuration file',
    wayOut: 'commit a .gitlab-ci.yml to the default branch',
  },
  CHAT_JOB_NOT_FOUND: {
    summary: 'no job has exactly that name',
    wayOut: 'type a name from `gitlab-chatops jobs`',
  },
  CHAT_JOB_CASE: {
    summary: 'a job has that name in other letters; names are case-sensitive',
    wayOut: 'type the name exactly as in the configuration',
  },
  CHAT_JOB_HIDDEN: {
    summary: 'a name with a dot in front is a template, not a job',
    wayOut: 'add a job that extends it',
  },
  CHAT_JOB_KEYWORD: {
    summary: 'the name is a keyword of the configuration, not a job',
    wayOut: 'type a name from `gitlab-chatops jobs`',
  },
  CHAT_JOB_PARALLEL: {
    summary: '`parallel` gives every copy of the job a name with white space, which chat cannot type',
    wayOut: 'add a job without `parallel` for chat',
  },
  CHAT_JOB_NAME_SPACE: {
    summary: 'the job has white space in its name, and chat takes only the first word as the name',
    wayOut: 'rename the job, or add one without white space that extends it',
  },
  CHAT_WORKFLOW_RULES: {
    summary: '`workflow:rules` keep this chat pipeline from being created',
    wayOut: 'add `- if: $CI_PIPELINE_SOURCE == "chat"` to workflow:rules',
  },
  CHAT_EXCLUDED_BY_RULES: {
    summary: "the job's rules leave it out of this chat pipeline",
    wayOut: 'add `- if: $CI_PIPELINE_SOURCE == "chat"` to the rules of the job',
  },
  CHAT_EXCLUDED_BY_ONLY: {
    summary: '`only` leaves the job out of this chat pipeline',
    wayOut: 'add `chat` to only:refs',
  },
  CHAT_EXCLUDED_BY_EXCEPT: {
    summary: '`except` takes the job out of this chat pipeline',
    wayOut: 'narrow `except` so that a chat pipeline is not meant',
  },
  CHAT_RULE_FAILED: {
    summary: 'a rule cannot be evaluated, which counts as `never`; in a chat pipeline the message is lost',
    wayOut: 'correct the ref or the project that the rule names',
  },
  CHAT_EDGE_STAGE: {
    summary: 'a pipeline of nothing but .pre and .post jobs counts as empty',
    wayOut: 'give the job another stage',
  },
  CHAT_NEED_MISSING: {
    summary: 'the job needs another job, and a chat pipeline holds one job only',
    wayOut: 'set `optional: true` on the need, or remove needs from the job',
  },
  CHAT_TOO_MANY_NEEDS: {
    summary: 'the job has more needs than GitLab allows',
    wayOut: 'name fewer jobs under needs',
  },
  CHAT_VARIABLE_LOOP: {
    summary: 'variables name each other in a circle',
    wayOut: 'break the circle, or set `expand: false` on one of them',
  },
  CHAT_TRIGGER_JOB: {
    summary: 'a trigger job runs but is no build, so GitLab cannot answer for it',
    wayOut: 'add a job with a script that starts the other pipeline',
  },
  CHAT_NEVER_STARTS: {
    summary:
      '`when: on_failure` in a chat pipeline: nothing can fail before the job, so it is skipped at once',
    wayOut: 'give the job another `when` for chat pipelines',
  },
  CHAT_SERVER_ERROR: {
    summary: "GitLab's server fails on this expression and answers with an internal error",
    wayOut: 'put the pattern on the right of =~ or !~, and only a pattern or a string there',
  },
  CHAT_UNKNOWN_FILE: {
    summary: 'an include could not be read here, so what GitLab would do is not known',
    wayOut: 'name the GitLab that has it with --gitlab, or run where it can be read',
  },
  CHAT_UNKNOWN_FACT: {
    summary: 'a rule asks for something that is not known here',
    wayOut: 'run inside a full checkout of the repository',
  },
} as const satisfies Readonly<Record<string, { readonly summary: string; readonly wayOut: string }>>;

export type ChatCauseCode = keyof typeof CHAT_CAUSES;

/** A cause with its own sentence; the way out is the code's unless another is given. */
export function chatCause(code: ChatCauseCode, message: string, wayOut?: string): Problem {
  return { code, message, wayOut: wayOut ?? CHAT_CAUSES[code].wayOut };
}
