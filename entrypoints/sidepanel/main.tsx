import { SidePanel } from '../../components/page/SidePanel.tsx';
import { mountSurface } from '../../components/shell/mountSurface.tsx';

mountSurface(() => <SidePanel />);
