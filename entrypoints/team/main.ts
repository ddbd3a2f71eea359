import { startTeamPage } from '../../lib/app/team/team-page.ts';

startTeamPage();
