export { nearest, nearestWord } from './nearest.js';
export { printable, printableLines } from './printable.js';
