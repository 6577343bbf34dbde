export { type Session, type SessionOptions, startSession } from './session.js';
