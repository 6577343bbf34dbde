/**
 * Turns HTML and Markdown links into Slack's `<url|text>`, as GitLab does with the text of every answer, for
 * Mattermost too; nothing else is changed or escaped.
 * Source: gem slack-messenger, lib/slack-messenger/util/link_formatter.rb, as called by GitLab
 * lib/gitlab/slash_commands/presenters/base.rb.
 */
export function formatSlackLinks(text: string): string {
  return text
    .replaceAll(HTML_LINK, (_, url: string, label: string) => slackLink(url, label))
    .replaceAll(MARKDOWN_LINK, (_, label: string, url: string) => slackLink(url, label));
}

const HTML_LINK = /<a[^\n]*?href=['"]([^\n]+?)['"][^\n]*?>([^\n]+?)<\/a>/g;

/** The closing bracket must not be followed by URL characters and another one: brackets inside URLs come in pairs. */
const MARKDOWN_LINK = /\[([^[\]]*?)\]\((https?:\/\/[^\n]*?|mailto:[^\n]*?)\)(?![\w\-.~/?#=]*\))/g;

function slackLink(url: string, label: string): string {
  return label === '' ? `<${url}>` : `<${url}|${label}>`;
}
