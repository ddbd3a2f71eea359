import '../../components/tokens.css';
import '../../components/base.css';
import '../../components/ui/Brand.css';
import '../../components/claim/ClaimCard.css';
import '../../components/claim/VerdictBadge.css';
import '../../components/page/Popup.css';
import { showSnapshot } from '../../components/page/popup-snapshot.ts';
import { applyLastTheme } from '../../components/shell/last-look.ts';

applyLastTheme();
showSnapshot().catch((error: unknown) => console.error('snapshot', error));
import('./surface.tsx').catch((error: unknown) => console.error('popup', error));
