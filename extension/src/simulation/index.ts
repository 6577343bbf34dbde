export { notInABrowser, type Running, whyNone } from './running.js';
