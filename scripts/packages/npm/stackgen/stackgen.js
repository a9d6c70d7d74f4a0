#!/usr/bin/env node
// Runs the program of the package for this platform.
"use strict";

const { spawnSync } = require("node:child_process");
const { constants } = require("node:os");

const platform = `stackgen-${process.platform}-${process.arch}`;
let program;
try {
  program = require.resolve(`${platform}/bin/stackgen`);
} catch {
  console.error(`stackgen: the package ${platform} is not installed: install it, or build stackgen from source`);
  process.exit(2);
}
const { status, signal, error } = spawnSync(program, process.argv.slice(2), { stdio: "inherit" });
if (error) {
  console.error(`stackgen: ${error.message}`);
  process.exit(2);
}
process.exit(signal ? 128 + constants.signals[signal] : status);
