// npm's `prepare`: builds the package when npm makes one of this repository (`npm pack`, `npm install git+…`, pre-commit).
import { build } from './build.mjs';
import { setUp } from './setup.mjs';

// npm hands its options on: within `npm install -g git+…` our own `npm ci` would be a global one.
for (const name of ['npm_config_global', 'npm_config_location', 'npm_config_prefix'])
  delete process.env[name];
await setUp({ quiet: true });
await build();
