import { listOf, stageOfStep } from '../build/index.js';
import { adminScript, writeCommands } from './commands.js';
import { cdProject, writeExports } from './exports.js';
import type { Stage, StageFacts, Written } from './stage.js';

/** A user's step between the administrator's scripts. Source: shells/abstract.go writeUserScript. */
export function writeUserStep(facts: StageFacts, stage: Stage): Written {
  const { build } = facts;
  const step = build.steps.find((one) => stageOfStep(one) === stage);
  if (step === undefined) return 'skip';
  writeExports(facts);
  cdProject(facts);
  writeCommands(facts, 'pre_build_script', adminScript(build.settings.pre_build_script));
  // GitLab makes the `release` keyword a step whose lines the Runner expands itself.
  const script = listOf(step.script);
  const lines = step.name === 'release' ? script.map((line) => build.variables().expandValue(line)) : script;
  writeCommands(facts, 'script_step', lines);
  writeCommands(facts, 'post_build_script', adminScript(build.settings.post_build_script));
  return 'written';
}

/** after_script: a process of its own, so nothing of the script's shell is left. Source: writeAfterScript. */
export function writeAfterScript(facts: StageFacts): Written {
  const step = facts.build.steps.find(({ name }) => name === 'after_script');
  const script = listOf(step?.script);
  if (script.length === 0) return 'skip';
  writeExports(facts);
  cdProject(facts);
  facts.writer.notice('Running after script...');
  writeCommands(facts, 'after_script_step', script);
  return 'written';
}
