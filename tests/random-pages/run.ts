/** The full run of the random pages: `npm run random-pages -- [pages] [first seed]`, 20 000 pages unless told otherwise. */
import { checkPage } from './check.ts';
import { randomPage } from './generate.ts';

const [pages = '20000', from = '1', show] = process.argv.slice(2).filter((argument) => argument !== '--');
const sum = { pictures: 0, found: 0, fields: 0, fieldsFound: 0 };
let bad = 0;
for (let seed = Number(from); seed < Number(from) + Number(pages); seed++) {
  const outcome = checkPage(seed);
  for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += outcome[key];
  if (!outcome.wrong.length) continue;
  bad += 1;
  if (bad <= 20) console.log(`seed ${seed}: ${outcome.wrong.join('; ')}`);
  if (show) console.log(randomPage(seed).html);
}
const share = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
console.log(
  `${pages} pages: ${bad} with something wrong; ${share(sum.found, sum.pictures)} of the buyers' pictures and ${share(sum.fieldsFound, sum.fields)} of the fields read`,
);
process.exitCode = bad ? 1 : 0;
