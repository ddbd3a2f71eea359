/** `npm run audit`: the batch audit from a terminal, through the built extension in a real browser. */
import { writeFileSync } from 'node:fs';
import { type AuditArguments, readArguments, USAGE, UsageError } from './arguments.ts';
import { AuditFailed, audit, notChecked } from './audit.ts';
import { reportPage } from './html.ts';
import { filesBelow } from './pack.ts';

/** A progress line that overwrites itself on a terminal, and stays away from a file. */
function say(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text.replace(/\s+/g, ' ').slice(0, 110)}`);
}

async function main(): Promise<number> {
  let args: AuditArguments;
  try {
    args = readArguments(process.argv.slice(2));
    if (!filesBelow(args.photos).length) throw new UsageError(`--photos: ${args.photos} holds no files`);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${USAGE}`);
    return 2;
  }
  try {
    const report = await audit({ ...args, onProgress: say });
    say('');
    writeFileSync(args.out, `${JSON.stringify(report, null, 2)}\n`);
    if (args.html) writeFileSync(args.html, await reportPage(report, args));
    const missing = notChecked(report);
    const photos = report.claims.reduce((sum, claim) => sum + claim.photos.length, 0);
    console.log(
      `${report.claims.length} claims, ${photos} photos, ${report.library.images} library images, ` +
        `${(report.timing.wall_ms / 1_000).toFixed(1)} s (${report.timing.photos_per_second} photos/s) in ${report.tool.browser}`,
    );
    for (const { file, why } of missing) console.log(`not checked: ${file} (${why})`);
    return missing.length ? 1 : 0;
  } catch (error) {
    if (!(error instanceof AuditFailed)) throw error;
    console.error(error.message);
    return args.claims && error.message.includes('claims.json') ? 2 : 1;
  }
}

process.exitCode = await main();
