import assert from 'node:assert/strict';
import {
  excerpt,
  type Finding,
  formatCodeQuality,
  formatGitHub,
  formatJson,
  formatSarif,
  formatText,
  type LintReport,
  RULE_METAS,
  rulePage,
} from '@gitlab-chatops/shared/lint';
import { lintText, ROOT_FILE } from './support/lint-text.js';

const TEXT = `"ä😀":
  rules: [{ if: $CI_PIPELINE_SOURCE == "chat" }]
  script:
    - echo "ä😀" $CHAT_INPUT
    - ./run $CHAT_INPUT
`;

function report(findings: readonly Finding[] = lintText(TEXT), text = TEXT): LintReport {
  return {
    findings,
    rules: RULE_METAS,
    version: '1.2.3',
    text: (file) => (file === ROOT_FILE ? text : undefined),
  };
}

const plain = (_: string, text: string): string => text;

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

interface SarifLog {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: {
      readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string }[] };
    };
    readonly columnKind: string;
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: Region;
        };
      }[];
      readonly fixes?: readonly {
        readonly artifactChanges: readonly {
          readonly replacements: readonly {
            readonly deletedRegion: Region;
            readonly insertedContent: { readonly text: string };
          }[];
        }[];
      }[];
    }[];
  }[];
}

describe('lint formats', () => {
  it('JSON: versioned, with everything a finding has', () => {
    const answer = JSON.parse(formatJson(report()));
    assert.equal(answer.format, 1);
    const expected = lintText(TEXT).map((finding) => ({ ...finding, docs: rulePage(finding.rule) }));
    assert.deepEqual(answer.findings, JSON.parse(JSON.stringify(expected)));
  });

  it('names the page of what shellcheck found in every format', () => {
    const [first] = lintText(TEXT);
    assert.ok(first);
    const page = 'https://www.shellcheck.net/wiki/SC2086';
    const one = report([{ ...first, rule: 'shellcheck-SC2086' }]);
    for (const format of [formatJson, formatSarif, formatCodeQuality, formatGitHub]) {
      assert.ok(format(one).includes(page), format.name);
    }
    assert.ok(formatText(one, (_style, text) => text).includes(page));
    const log: SarifLog = JSON.parse(formatSarif(one));
    const [run] = log.runs;
    assert.equal(run?.tool.driver.rules[run.results[0]?.ruleIndex ?? -1]?.id, 'shellcheck-SC2086');
  });

  it('SARIF 2.1.0: what the schema requires (sections 3.13, 3.14, 3.19, 3.27), regions by line and column', () => {
    const log: SarifLog = JSON.parse(formatSarif(report()));
    const [run] = log.runs;
    assert.ok(run);
    assert.equal(log.version, '2.1.0');
    assert.equal(run.tool.driver.name, 'gitlab-chatops');
    assert.equal(run.columnKind, 'utf16CodeUnits');
    assert.ok(run.results.length > 2);
    const lines = TEXT.split('\n');
    for (const result of run.results) {
      assert.ok(result.message.text.length > 0);
      assert.ok(['error', 'warning', 'note'].includes(result.level));
      assert.equal(run.tool.driver.rules[result.ruleIndex]?.id, result.ruleId);
      const [location] = result.locations;
      assert.ok(location);
      assert.doesNotMatch(location.physicalLocation.artifactLocation.uri, /^\/|\\| /);
      for (const change of (result.fixes ?? []).flatMap((fix) => fix.artifactChanges)) {
        for (const {
          deletedRegion: { startLine, startColumn, endLine, endColumn },
          insertedContent,
        } of change.replacements) {
          if (!insertedContent.text.includes('"$CHAT_INPUT"')) continue;
          assert.equal(startLine, endLine);
          assert.equal(lines[startLine - 1]?.slice(startColumn - 1, endColumn - 1), '$CHAT_INPUT');
        }
      }
    }
  });

  it('Code Quality: GitLab’s fields, fingerprints that differ and stay when lines move', () => {
    const issues = (text: string): readonly Record<string, unknown>[] =>
      JSON.parse(formatCodeQuality(report(lintText(text), text)));
    const found = issues(TEXT);
    for (const issue of found) {
      assert.deepEqual(Object.keys(issue).sort(), [
        'check_name',
        'description',
        'fingerprint',
        'location',
        'severity',
      ]);
      assert.ok(['info', 'minor', 'major', 'critical', 'blocker'].includes(String(issue.severity)));
    }
    const prints = found.map(({ fingerprint }) => fingerprint);
    assert.equal(new Set(prints).size, prints.length);
    assert.deepEqual(
      issues(`# one\n# two\n${TEXT}`).map(({ fingerprint }) => fingerprint),
      prints,
    );
  });

  it('GitHub: one command a finding, with its characters escaped', () => {
    const [finding] = lintText(TEXT);
    assert.ok(finding);
    const at = { ...finding.at, file: 'a,b:c%d.yml' };
    const text = formatGitHub(report([{ ...finding, at, message: '100%\r\n::error::x' }]));
    assert.match(text, /^::\w+ file=a%2Cb%3Ac%25d\.yml,line=\d+,[^\n]*::100%25%0D%0A::error::x\n$/);
  });

  it('text: place, sentence, excerpt, mends and a sum', () => {
    const text = formatText(report(), plain);
    assert.match(text, /^\.gitlab-ci\.yml:5:13 error \[chat-input-unquoted\] in ä😀$/m);
    assert.match(text, /^ {4}5 \| {5}- \.\/run \$CHAT_INPUT$/m);
    assert.match(text, /^ {2}fix \(--fix\): Quote it: "\$CHAT_INPUT"$/m);
    assert.match(text, /\n1 error, 1 warning, \d+ info\n$/);
  });

  it('excerpt: the pointer stands under its word, behind tabs, wide characters and in long lines', () => {
    const under = (line: string, word: string): string => {
      const start = line.indexOf(word);
      const at = { file: 'f', start, end: start + word.length, line: 1, column: start + 1 };
      const [shown = '', pointer = ''] = excerpt(at, line, plain);
      // Both lines begin with a gutter of eight cells.
      return `${shown.slice(8)}\n${pointer.slice(8)}`;
    };
    assert.equal(under('\ta WORD b', 'WORD'), ' a WORD b\n   ^~~~');
    assert.equal(under('漢字 WORD', 'WORD'), '漢字 WORD\n     ^~~~');
    assert.equal(under('é漢 ', '漢'), 'é漢 \n ^~');
    const long = under(`${'x'.repeat(500)}WORD${'y'.repeat(500)}`, 'WORD');
    const [shown = '', pointer = ''] = long.split('\n');
    assert.equal(shown.indexOf('WORD'), pointer.indexOf('^'));
    assert.ok(shown.length <= 100);
  });
});
