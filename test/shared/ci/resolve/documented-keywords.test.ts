import assert from 'node:assert/strict';
import { memoryFiles, resolveConfig } from '@gitlab-chatops/shared/ci';

/** Each keyword of GitLab's CI/CD YAML reference as its page means it, in words of our own. */
const CONFIGS: Readonly<Record<string, string>> = {
  'default, stages, workflow': `
default: {image: "ruby:3.3", retry: 2, interruptible: true, tags: [docker]}
stages: [build, test]
workflow:
  name: "Pipeline for $CI_COMMIT_BRANCH"
  auto_cancel: {on_new_commit: interruptible, on_job_failure: all}
  rules:
    - if: $CI_COMMIT_TITLE =~ /-draft$/
      when: never
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
      variables: {KIND: mr}
    - when: always
job: {script: [make]}
`,
  'artifacts, cache, coverage, dependencies': `
build:
  stage: build
  script: make
  coverage: '/Code coverage: \\d+(?:\\.\\d+)?/'
  artifacts:
    name: "$CI_JOB_NAME"
    paths: [dist/]
    exclude: ["dist/**/*.map"]
    expire_in: 1 week
    expose_as: dist
    when: on_failure
    reports: {junit: report.xml, dotenv: build.env, coverage_report: {coverage_format: cobertura, path: c.xml}}
  cache:
    - key: {files: [Gemfile.lock], prefix: "$CI_JOB_NAME"}
      paths: [vendor/]
      policy: pull-push
      when: always
      fallback_keys: [main]
use: {stage: test, script: ./run, dependencies: [build]}
`,
  'environment, release, resource_group, timeout': `
deploy:
  script: ./deploy
  timeout: 3 hours 30 minutes
  resource_group: production
  environment:
    name: review/$CI_COMMIT_REF_SLUG
    url: https://$CI_ENVIRONMENT_SLUG.example.com
    on_stop: stop
    auto_stop_in: 1 day
    deployment_tier: development
    kubernetes: {namespace: review}
stop: {script: ./stop, when: manual, environment: {name: review/$CI_COMMIT_REF_SLUG, action: stop}}
release_job:
  script: echo release
  rules: [{if: $CI_COMMIT_TAG}]
  release: {tag_name: $CI_COMMIT_TAG, description: notes, assets: {links: [{name: a, url: "https://example.com/a"}]}}
`,
  'needs, parallel, rules, retry, allow_failure': `
a: {stage: build, script: x, parallel: 3, allow_failure: {exit_codes: [137, 255]}}
m:
  stage: build
  script: x
  parallel: {matrix: [{PROVIDER: aws, STACK: [app1, app2]}, {PROVIDER: [gcp, vultr], STACK: [data]}]}
b:
  stage: test
  script: x
  needs: [a, {job: m, artifacts: false, optional: true}]
  retry: {max: 2, when: [runner_system_failure, stuck_or_timeout_failure], exit_codes: [137]}
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
      changes: {paths: [Dockerfile], compare_to: refs/heads/main}
      when: delayed
      start_in: 30 minutes
    - exists: ["**/*.rb"]
      allow_failure: true
      variables: {X: "1"}
      needs: []
`,
  'image, services, secrets, id_tokens, hooks, inherit': `
job:
  image: {name: "super/sql:experimental", entrypoint: [""], pull_policy: [always, if-not-present], docker: {user: dave}}
  services: [{name: "postgres:16", alias: db, entrypoint: [docker-entrypoint.sh], command: [postgres], variables: {A: b}}]
  id_tokens: {TOKEN: {aud: https://vault.example.com}}
  secrets: {PASSWORD: {vault: production/db/password@ops, file: false, token: $TOKEN}}
  hooks: {pre_get_sources_script: [echo hi]}
  inherit: {default: [retry], variables: false}
  before_script: [echo before]
  script: ['echo "a: b"', !reference [.lib, script]]
  after_script: [echo after]
.lib: {script: [echo lib]}
`,
  'trigger, extends, variables, only and except': `
variables:
  DEPLOY: {value: staging, options: [staging, production], description: where}
  RAW: {value: "$X", expand: false}
.base: {script: x}
child: {trigger: {include: [{local: child.yml}], strategy: depend, forward: {pipeline_variables: true}}}
other: {trigger: {project: group/other, branch: main}}
job: {extends: [.base], only: {refs: [branches, /^v\\d+/], variables: [$DEPLOY == "staging"], changes: [src/**/*]}, except: [tags]}
pages: {script: x, artifacts: {paths: [public]}}
`,
};

describe('ci: keywords as GitLab documents them', () => {
  for (const [name, text] of Object.entries(CONFIGS)) {
    it(`${name}: no error`, () => {
      const config = resolveConfig(
        { path: '.gitlab-ci.yml', text },
        memoryFiles({ 'child.yml': 'a: {script: x}\n' }),
      );
      assert.deepEqual(
        config.errors.map(({ message }) => message),
        [],
      );
      assert.equal(config.valid, true);
    });
  }
});
