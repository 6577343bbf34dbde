export type { DeliveryOutcome, ReplyMessage, ReplyPort } from './message.js';
