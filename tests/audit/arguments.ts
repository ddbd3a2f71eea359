/** The command line of the batch audit, checked before any browser starts. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { BrowserName } from '../browsers/types.ts';

export const USAGE = `npm run audit -- --library DIR --photos DIR --out report.json
               [--claims claims.json] [--browser chromium|firefox] [--html report.html]

  --library DIR  product images; a sub-folder is a product, loose files are one product each
  --photos DIR   evidence photos; a sub-folder is a claim, loose files are one claim each
  --claims FILE  array of partial claims whose evidence addresses are paths below the photos folder
  --out FILE     the report (docs/report.schema.json)
  --html FILE    the same as one page to look at

Exit code: 0 every file was answered for, 1 some could not be checked (they are in the report), 2 bad arguments.`;

export interface AuditArguments {
  library: string;
  photos: string;
  out: string;
  claims?: string;
  html?: string;
  browser: BrowserName;
}

/** What is wrong with the command line. */
export class UsageError extends Error {}

function folder(value: string | undefined, name: string): string {
  if (!value) throw new UsageError(`--${name} is missing`);
  if (!existsSync(value) || !statSync(value).isDirectory())
    throw new UsageError(`--${name}: ${value} is no folder`);
  return value;
}

/** Reads the arguments. Throws UsageError with one line that says what is wrong. */
export function readArguments(argv: string[]): AuditArguments {
  let values: Record<string, string | undefined>;
  try {
    ({ values } = parseArgs({
      args: argv,
      options: {
        library: { type: 'string' },
        photos: { type: 'string' },
        claims: { type: 'string' },
        out: { type: 'string' },
        html: { type: 'string' },
        browser: { type: 'string' },
      },
    }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const { browser = 'chromium', out, claims, html } = values;
  if (browser !== 'chromium' && browser !== 'firefox')
    throw new UsageError(`--browser: ${browser} is not known`);
  if (!out) throw new UsageError('--out is missing');
  if (claims !== undefined) checkClaims(claims);
  return {
    library: folder(values.library, 'library'),
    photos: folder(values.photos, 'photos'),
    out,
    claims,
    html,
    browser,
  };
}

function checkClaims(file: string): void {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`--claims: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!Array.isArray(parsed)) throw new UsageError('--claims: not an array of claims');
}
