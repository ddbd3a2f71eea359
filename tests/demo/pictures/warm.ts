/** `node tests/demo/pictures/warm.ts`: makes the demo's pictures before several browsers ask for them at the same time. */
import { cast } from '../cast.ts';
import { enrol } from '../records.ts';
import { makeAll } from './make.ts';

/** As many claims as the largest session of the browser tests shows. */
const MOST_CLAIMS = 60;

await makeAll([...enrol(cast(MOST_CLAIMS, Date.now())).pictures.values()].map(({ recipe }) => recipe));
