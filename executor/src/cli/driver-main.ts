import { driver } from './driver.js';

// The entry of the bundle that the sh dispatcher starts. The command line's own is 1.6 MB, and reading it takes as
// long as starting Node; this one comes in parts, of which a call loads what it needs.
process.exit(await driver(process.argv.slice(2)));
