import '../../components/tokens.css';
import '../../components/base.css';
import '../../components/shell/Brand.css';
import '../../components/claim/ClaimCard.css';
import '../../components/claim/VerdictBadge.css';
import '../../components/page/Popup.css';
import { showGlance } from '../../components/page/glance.ts';
import { wearLastTheme } from '../../components/shell/last-look.ts';

wearLastTheme();
showGlance().catch((error: unknown) => console.error('glance', error));
import('./surface.tsx').catch((error: unknown) => console.error('popup', error));
