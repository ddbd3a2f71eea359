/**
 * `npm run team:demo [-- --nodes 3]`: a team's server on loopback and two browser profiles as its seats, each with the demo console.
 * The first seat's workbench opens at the settings; what to fill in is printed. Ends when a window is closed, or by Ctrl-C.
 */
import { parseArgs } from 'node:util';
import { ensureBuild } from '../browsers/build.ts';
import { launch } from '../browsers/launch.ts';
import { startDemo } from '../demo/server.ts';
import { GRANT } from '../demo/session.ts';
import { ADMIN, SEAT, startTeamServer } from './server.ts';

const { values } = parseArgs({
  options: { nodes: { type: 'string', default: '1' }, headless: { type: 'boolean', default: false } },
});
const nodes = values.nodes === '3' ? 3 : 1;
const { DISPLAY, WAYLAND_DISPLAY } = process.env;
if (!values.headless && process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) {
  console.error('There is no display here: use --headless, which only starts and says what it would show');
  process.exit(2);
}
const server = await startTeamServer(nodes);
const demo = await startDemo({ claims: 12 });
const extensionDir = ensureBuild('chromium');
const seats = await Promise.all(
  ['Desk 1', 'Desk 2'].map(() =>
    launch('chromium', { extensionDir, grant: GRANT, hosts: demo.hosts, headless: values.headless }),
  ),
);
for (const seat of seats) {
  await seat.open(demo.listUrl);
  await seat.open(seat.extensionUrl('/workbench.html#/settings'));
}
console.log(`server     ${server.urls[0]}${nodes === 3 ? ` (and ${server.urls.slice(1).join(', ')})` : ''}
seats      ${SEAT.user} / ${SEAT.password}
admin      ${ADMIN.user} / ${ADMIN.password}
In the first window: Settings > Team > Set up a team. Then invite, and join in the second.`);
const stopped = new Promise<void>((resolve) => process.once('SIGINT', resolve));
if (!values.headless) await Promise.race([stopped, ...seats.map((seat) => seat.closedByHand())]);
for (const seat of seats) await seat.close();
await demo.close();
await server.close();
