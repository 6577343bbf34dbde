import { rubyInspect } from './ruby-string.js';
import { formatSlackLinks } from './slack-links.js';

/** GitLab's HTTP answer to a slash command: JSON; its HTTP status is 200, and the body says so too. */
export interface AnswerBody {
  readonly response_type: 'ephemeral' | 'in_channel';
  readonly status: 200;
  readonly text: string;
}

/**
 * The pipeline was saved. Without a build, or without a `response_url` to store, GitLab says that it does not know the
 * chat service, although the pipeline runs. Slack gets an empty text so that it only shows the command.
 * Source: GitLab lib/gitlab/slash_commands/presenters/run.rb, lib/gitlab/chat/responder.rb.
 * @param build the job that was created; null: none, or a trigger job.
 */
export function scheduledAnswer(
  responseUrl: string | null,
  build: { readonly id: number; readonly url: string } | null,
): AnswerBody {
  if (build === null || responseUrl === null) return ephemeral(UNSUPPORTED_SENTENCE);
  if (responseUrl.startsWith('https://hooks.slack.com/')) {
    return { response_type: 'in_channel', status: 200, text: '' };
  }
  return ephemeral(`Your ChatOps job [#${build.id}](${build.url}) has been created!`);
}

/** The pipeline was saved, but holds no build: a configuration error, a trigger job, `[skip ci]`. */
export const UNSUPPORTED_SENTENCE = 'Sorry, this chat service is currently not supported by GitLab ChatOps.';

/** The pipeline was not saved: GitLab's only words for a missing job, rules, a missing file, a protected branch. */
export function notScheduledSentence(jobName: string): string {
  return formatSlackLinks(
    'The command could not be scheduled. Make sure that your project has a .gitlab-ci.yml that defines a job with ' +
      `the name ${rubyInspect(jobName)}`,
  );
}

export function notScheduledAnswer(jobName: string): AnswerBody {
  return { response_type: 'ephemeral', status: 200, text: notScheduledSentence(jobName) };
}

/** The caller may not use slash commands, or lacks the command's ability on the project. */
export function accessDeniedAnswer(projectUrl: string): AnswerBody {
  return ephemeral(
    'You are not allowed to perform the given chatops command. Most\n' +
      'likely you do not have access to the GitLab project for this chatops\n' +
      'integration.\n\n' +
      `The GitLab project for this chatops integration can be found at\n${projectUrl}.\n`,
  );
}

/** The caller's GitLab user was deactivated. */
export function deactivatedAnswer(gitlabUrl: string): AnswerBody {
  return ephemeral(
    'You are not allowed to perform the given ChatOps command. Most likely\n' +
      `your ${gitlabUrl} account needs to be reactivated.\n\n` +
      `Please log back in from a web browser to reactivate your account at ${gitlabUrl}\n`,
  );
}

/**
 * The caller is not linked to a GitLab user.
 * @param url the page that links them; null where the request does not say who they are.
 */
export function authorizeAnswer(url: string | null): AnswerBody {
  return ephemeral(
    url === null
      ? ":sweat_smile: Couldn't identify you, nor can I authorize you!"
      : `:wave: Hi there! Before I do anything for you, please [connect your GitLab account](${url}).`,
  );
}

/** The first command of a linked user, or the first after a new token: it does not run and must be typed again. */
export function confirmAnswer(url: string): AnswerBody {
  return ephemeral(
    'To ensure the highest security standards, we verify the source of all slash commands.\n\n' +
      `Please confirm the request by accessing <${url}|this link> through a web browser.\n\n` +
      "Upon successful validation, you're granted access to slash commands.",
  );
}

/** GitLab for Slack app: no active installation of the workspace has this alias. */
export function projectNotFoundAnswer(): AnswerBody {
  return ephemeral('GitLab error: project or alias not found');
}

/** Source of the common form: GitLab lib/gitlab/slash_commands/presenters/base.rb. */
export function ephemeral(text: string): AnswerBody {
  return { response_type: 'ephemeral', status: 200, text: formatSlackLinks(text) };
}
