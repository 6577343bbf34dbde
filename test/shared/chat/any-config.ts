import fc from 'fast-check';

const expression = fc.constantFrom(
  '$CHAT_INPUT',
  '$CHAT_INPUT =~ /^deploy/',
  '$CI_PIPELINE_SOURCE == "chat"',
  '$CI_PIPELINE_SOURCE != "chat" || $CHAT_CHANNEL == "C1"',
  '$X == null || !$Y',
  '$X && $X =~ true',
  '$A == $B',
  '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH',
);
export const text = fc.constantFrom('a', 'main', 'chat', '$CHAT_INPUT', '$A', '**/*', '{a,b', 'src/*', 'ü');
const texts = fc.array(text, { minLength: 1, maxLength: 3 });
const when = fc.constantFrom('on_success', 'on_failure', 'always', 'never', 'manual');
const names = fc.constantFrom('a', 'b', 'say hi', '.hidden', 'test');
/** Chat cannot type white space in a name. */
export const typedName = names.filter((name) => !name.includes(' '));
const variables = fc.dictionary(fc.constantFrom('A', 'B', 'X', 'CHAT_INPUT'), text, { maxKeys: 3 });
const rule = fc.record(
  {
    if: expression,
    when,
    changes: fc.oneof(texts, fc.record({ paths: texts })),
    exists: texts,
    variables,
    allow_failure: fc.boolean(),
  },
  { requiredKeys: ['if'] },
);
const rules = fc.array(fc.oneof(rule, fc.constantFrom({ when: 'always' }, { when: 'never' })), {
  minLength: 1,
  maxLength: 3,
});
const policy = fc.oneof(
  texts,
  fc.record({ refs: texts, variables: fc.array(expression, { minLength: 1 }), changes: texts }),
);
const script = fc.array(text, { minLength: 1 });
const stage = fc.constantFrom('build', 'test', 'deploy', '.pre');
const needs = fc.constantFrom([], [{ job: 'base', optional: true }], ['base']);
const job = fc.oneof(
  fc.record(
    { script, stage, when: when.filter((word) => word !== 'never'), variables },
    { requiredKeys: ['script'] },
  ),
  fc.record(
    {
      script,
      rules,
      variables,
      stage,
      needs,
      environment: fc.constantFrom('prod', 'review/$CHAT_INPUT', '$A'),
    },
    { requiredKeys: ['script', 'rules'] },
  ),
  fc.record({ script, only: policy, except: policy }, { requiredKeys: ['script'] }),
  fc.record({ script, parallel: fc.constant(2) }),
  fc.record({ trigger: fc.constant('acme/other') }),
);
/** The content of a configuration file, as data. */
export const config = fc.record(
  {
    jobs: fc.dictionary(names, job, { minKeys: 1, maxKeys: 4 }),
    variables,
    workflow: fc.record({
      rules: fc.array(fc.record({ if: expression, variables }), { minLength: 1, maxLength: 2 }),
    }),
  },
  { requiredKeys: ['jobs'] },
);
/** What `needs` of the jobs may name. */
export const BASE = { base: { script: 'x', stage: '.pre' } };
