// Imported when a reply is due. A module of its own, because esbuild gives the import() of a CommonJS package in a
// split bundle no named exports.
export { LogLevel, WebClient } from '@slack/web-api';
