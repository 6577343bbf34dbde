export { type MessageBody, readMessage } from './blocks.js';
export { type Draw, drawPieces } from './draw-pieces.js';
export type { Span } from './line-cells.js';
export { readMrkdwn } from './mrkdwn.js';
export type { TextStyle } from './style.js';
export { type TraceLine, TraceReader, type TraceSink } from './trace-reader.js';
export type { Inline, Names, Piece } from './view.js';
