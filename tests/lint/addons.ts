/** Mozilla's own linter over the Firefox build: no errors, and no warnings that are ours. */
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

interface Message {
  _type: string;
  code: string;
  message: string;
  file?: string;
  line?: number;
}

/** Warnings that come from libraries or from the manifest's deliberate breadth, each with its reason. */
const EXPECTED: { code: RegExp; why: string }[] = [
  {
    code: /^UNSAFE_VAR_ASSIGNMENT$/,
    why: 'react-dom sets innerHTML for dangerouslySetInnerHTML, which the product never uses',
  },
  {
    code: /^DANGEROUS_EVAL$/,
    why: 'dead branches of bundled libraries; the policy forbids eval and they fall back',
  },
];

const build = resolve(import.meta.dirname, '../../.output/firefox-mv3');
let output: string;
try {
  output = execFileSync('npx', ['addons-linter', build, '--output', 'json', '--self-hosted'], {
    encoding: 'utf8',
    maxBuffer: 64e6,
  });
} catch (error) {
  // The linter ends with 1 when it found errors; its report is still on standard output.
  output = String((error as { stdout?: unknown }).stdout ?? '');
}
const report = JSON.parse(output) as { errors: Message[]; warnings: Message[]; notices: Message[] };
const unexpected = report.warnings.filter(
  (warning) => !EXPECTED.some((known) => known.code.test(warning.code)),
);
for (const message of [...report.errors, ...unexpected]) {
  console.error(
    `${message._type} ${message.code} ${message.file ?? ''}:${message.line ?? ''} ${message.message}`,
  );
}
console.log(
  `addons-linter: ${report.errors.length} errors, ${unexpected.length} warnings of ours, ${report.warnings.length - unexpected.length} expected`,
);
process.exitCode = report.errors.length || unexpected.length ? 1 : 0;
