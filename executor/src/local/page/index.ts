export { type Asset, readAssets } from './assets.js';
export type { RunFeed, TraceView } from './ports.js';
export type { GitLabReply, ListedJob, Run, RunState, TypedAnswer } from './protocol.js';
export { type ChannelPage, type PageOptions, startChannelPage } from './start.js';
