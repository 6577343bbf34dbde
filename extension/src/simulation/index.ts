export { notInABrowser, type Running } from './running.js';
