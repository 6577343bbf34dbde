import type { ConfigImage } from '../../ci/index.js';
import type { LintContext, LintJob } from '../context.js';
import type { Report } from '../finding.js';
import { variablesOf } from '../job-scripts.js';
import type { LintRule } from '../rule.js';
import type { ChatUse } from '../shell/chat-uses.js';
import { factsOf } from '../shell/facts.js';
import { fedLanguages, fileLanguages } from '../shell/fed-languages.js';
import { type Language, languageOf } from '../shell/languages.js';
import { programUse } from '../shell/program-uses.js';
import { namesIn, taintedVariables } from '../shell/taint.js';
import { contains, enclosing } from '../shell/tree.js';

export const chatInputSplice: LintRule = {
  meta: {
    id: 'chat-input-splice',
    severity: 'error',
    confidence: 'high',
    summary:
      'Text typed in chat becomes part of another program: sh -c, SQL, an ssh command line, a regular expression, JSON.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const job of context.jobs) {
      for (const use of job.uses) {
        const language = use.isChecked ? undefined : splicedInto(use);
        const { startIndex, endIndex } = use.expansion.node;
        const at = language && use.unit.rangeOf(startIndex, endIndex);
        if (language && at) yield report(job, language, at);
      }
      yield* fed(job);
      yield* inImages(context, job);
    }
  },
};

function report({ job }: LintJob, { what, mild }: Language, at: Report['at']): Report {
  return {
    job: job.name,
    at,
    ...(mild ? { severity: 'warning' as const } : {}),
    message: `what is typed in chat becomes part of ${what}: quotes around it do not help; check it against a list of allowed values, or hand it over as a parameter`,
  };
}

function splicedInto(use: ChatUse): Language | undefined {
  const { command, argument, expansion } = use;
  const program = programUse(use);
  if (program) return program.isWhole ? undefined : { what: `a program that is run ${program.by}` };
  const language = command && argument && languageOf(command, argument);
  if (language) return language;
  const test = enclosing(expansion.node, 'binary_expression');
  const right = test?.childForFieldName('right');
  if (test?.childForFieldName('operator')?.text === '=~' && right && contains(right, expansion.node)) {
    return { what: 'a regular expression', mild: true };
  }
  return undefined;
}

/** A pipe or a redirect. */
const MOVES_TEXT = /[|<>]/;

/** What a command reads (`psql <<EOF`, `| ssh host`) and what it writes into a file (`cat <<EOF > config.json`). */
function* fed(job: LintJob): Iterable<Report> {
  for (const { script, taint } of job.tainted) {
    for (const unit of script.units) {
      if (!MOVES_TEXT.test(unit.text)) continue;
      const flow = taint.flow(unit);
      for (const command of factsOf(unit.root).commands) {
        for (const { expansion, language } of [
          ...fedLanguages(command, flow),
          ...fileLanguages(command, flow),
        ]) {
          const at = unit.rangeOf(expansion.node.startIndex, expansion.node.endIndex);
          if (at) yield report(job, language, at);
        }
      }
    }
  }
}

/** The Runner expands variables in an image's name: what is typed then chooses the program that runs. */
function* inImages(context: LintContext, { job }: LintJob): Iterable<Report> {
  const images: readonly ConfigImage[] = [...(job.image ? [job.image] : []), ...job.services];
  if (!images.some(({ name }) => name.includes('$'))) return;
  const tainted = taintedVariables(variablesOf(job, context.config));
  for (const { name, at } of images) {
    if (!at || !namesIn(name).some((each) => tainted.has(each))) continue;
    yield {
      job: job.name,
      at,
      severity: 'warning',
      message:
        'what is typed in chat chooses the image that runs here, with the job’s secrets in its environment',
    };
  }
}
