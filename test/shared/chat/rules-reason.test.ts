import assert from 'node:assert/strict';
import { planChatPipeline } from '@gitlab-chatops/shared/chat';
import { ruleIf } from '../ci/resolved-job.js';
import { CHAT_CONTEXT, configOf, typed } from './config.js';

/** What decides, as the way out names it: the command comes from user U1 in channel C1 with "staging". */
describe('chat plan: the way out of rules', () => {
  const never = { when: { value: 'never' } } as const;
  const cases: readonly (readonly [rules: Parameters<typeof ruleIf>[], named: RegExp])[] = [
    [[['$CHAT_CHANNEL == "C2"']], /channel.*\$CHAT_CHANNEL$/],
    [[['$CI_PIPELINE_SOURCE == "chat" && $CHAT_USER_ID =~ /^U2/']], /user.*\$CHAT_USER_ID$/],
    [[['$CHAT_INPUT != "production"', never]], /arguments.*\$CHAT_INPUT$/],
    [
      [['$CHAT_CHANNEL == "C2"'], ['$CHAT_INPUT == "production"']],
      /arguments or in a channel.*\$CHAT_INPUT and \$CHAT_CHANNEL$/,
    ],
    // Chat is what the rule does not take, whoever types where.
    [[['$CI_PIPELINE_SOURCE == "push" && $CHAT_CHANNEL == "C2"']], /add .*\$CI_PIPELINE_SOURCE == "chat"/],
    [[['$CI_PIPELINE_SOURCE == "schedule"'], ['$CI_PIPELINE_SOURCE == "push"']], /add .*"chat"/],
    [[['$CI_PIPELINE_SOURCE == "chat"', never]], /above that rule/],
    [[['$DEPLOY_ON == "1"']], /\$DEPLOY_ON.*or add .*"chat"/],
    [[['$DEPLOY_ON == "1" && $CI_PIPELINE_SOURCE == "push"']], /\$DEPLOY_ON/],
    [[['$DEPLOY_ON == "1" || $CI_PIPELINE_SOURCE == "push"']], /^add .*"chat"/],
  ];
  for (const [rules, named] of cases) {
    it(rules.map(([text]) => text).join('; '), () => {
      const config = configOf({ deploy: { rules: rules.map((rule) => ruleIf(...rule)) } });
      const verdict = planChatPipeline(config, CHAT_CONTEXT, typed('deploy', 'staging'));
      assert.ok(verdict.kind === 'refused');
      assert.equal(verdict.cause.code, 'CHAT_EXCLUDED_BY_RULES');
      assert.match(verdict.cause.wayOut ?? '', named);
    });
  }

  it('is the same for workflow:rules', () => {
    const config = configOf(
      { deploy: {} },
      {
        workflow: { hasRules: true, rules: [ruleIf('$CHAT_CHANNEL == "C2"')] },
      },
    );
    const verdict = planChatPipeline(config, CHAT_CONTEXT, typed('deploy', null));
    assert.ok(verdict.kind === 'refused' && verdict.cause.code === 'CHAT_WORKFLOW_RULES');
    assert.match(verdict.cause.wayOut ?? '', /\$CHAT_CHANNEL$/);
  });
});
