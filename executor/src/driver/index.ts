export type { DriverContext, ReplyServices } from './context.js';
export { driverCall } from './driver.js';
