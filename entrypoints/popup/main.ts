import { logOf } from '../../lib/base/log.ts';
import '../../components/tokens.css';
import '../../components/base.css';
import '../../components/ui/Brand.css';
import '../../components/claim/ClaimCard.css';
import '../../components/claim/VerdictBadge.css';
import '../../components/page/Popup.css';
import { showSnapshot } from '../../components/page/popup-snapshot.ts';
import { applyLastTheme } from '../../components/shell/last-look.ts';

const log = logOf('popup');

applyLastTheme();
showSnapshot().catch(log.failed('reading the snapshot'));
import('./surface.tsx').catch(log.failed('loading the popup'));
