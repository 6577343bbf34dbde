#!/usr/bin/env node
// The command line as npm links it. The program itself is a bundle, which a fresh clone has after its first build.
'use strict';
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const bundle = join(__dirname, '../dist/gitlab-chatops.cjs');
if (existsSync(bundle)) {
  require(bundle);
} else {
  process.stderr.write('gitlab-chatops: not built yet (CONFIG_NOT_BUILT)\n  Run: npm run build\n');
  process.exitCode = 2;
}
