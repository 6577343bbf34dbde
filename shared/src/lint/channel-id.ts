/** Ids of Slack conversations (C…, G…, D…); Mattermost's are 26 lower-case letters and digits. */
export const CHANNEL_ID = /^([CGD][A-Z0-9]{5,}|[a-z0-9]{26})$/;
